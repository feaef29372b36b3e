import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { freshJobSchema, type JobSchema } from '../pipeline/worker/job-schema.ts';
import { openQuay } from '../pipeline/worker/quay.ts';

// One worker, then two, over slow servers on one PostgreSQL, each at most eight servers at once: what limits them is the
// servers and not the database. Servers a second from the first row of the run to the last, so that starts do not count.
// `npm run bench:workers [servers] [milliseconds that each thinks]`; TOOLRISK_TEST_POSTGRES names a PostgreSQL.

const servers = Number(process.argv[2] ?? 240);
const slowMs = Number(process.argv[3] ?? 1500);
const postgres = process.env.TOOLRISK_TEST_POSTGRES ?? '';

/** Servers a second with so many workers. */
async function rateOf(workers: number): Promise<number> {
  const quay = await openQuay(servers, slowMs);
  const schema = await freshJobSchema(postgres);
  try {
    const config = quay.configFor(schema.url, { limits: { remotes: 8, perHost: 1000 } });
    // All are there before there is something to do, as in an ordinary night.
    const started = Array.from({ length: workers }, () => quay.start('worker', '-c', config));
    await setTimeout(8000);
    await quay.start('nightly', '-c', config, '--enqueue').ended;
    while ((await looked(schema)).done < servers) await setTimeout(200);
    const { done, ms } = await looked(schema);
    for (const { child } of started) child.kill('SIGTERM');
    await Promise.all(started.map(({ ended }) => ended));
    return (done * 1000) / ms;
  } finally {
    await quay.close();
    await schema.drop();
  }
}

async function looked({ raw }: JobSchema): Promise<{ done: number; ms: number }> {
  const { rows } = await sql<{ done: string; first: string; last: string }>`select count(*) as done,
    min(at) as first, max(at) as last from run_servers`.execute(raw);
  const { done = '0', first = '', last = '' } = rows[0] ?? {};
  return { done: Number(done), ms: Date.parse(last) - Date.parse(first) };
}

const one = await rateOf(1);
const two = await rateOf(2);
process.stdout.write(
  `${servers} servers that each think ${slowMs} ms, 8 at once a worker (one in seven refuses at once)\n` +
    `one worker ${one.toFixed(2)} servers/s, two ${two.toFixed(2)} servers/s: ${(two / one).toFixed(2)} times\n`,
);
