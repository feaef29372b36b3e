import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import PQueue from 'p-queue';
import { takeSnapshot } from '../../src/connect/take-snapshot.ts';
import { toFailure } from '../../src/connect/to-failure.ts';
import { seededRandom } from '../../src/measure/random.ts';
import { resolveTargets } from '../../src/sources/index.ts';
import { connectOptions } from '../connect/connect-options.ts';

/** One line of npm-servers.jsonl. */
type Row = { target: string; version?: string; status: string; tools: number };
/** What became of it here. */
type Result = {
  target: string;
  was: string;
  tools: number;
  code: string;
  message: string;
  starts: number;
  made: string;
  tail: string;
  ms: number;
};

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: new URL('../../../shared/data/npm-servers.jsonl', import.meta.url).pathname },
    status: { type: 'string', default: 'ok' },
    n: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '3' },
    installs: { type: 'string' },
    only: { type: 'string' },
    'allow-scripts': { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
if (values.installs === undefined) throw new Error('name the folder for installs: --installs DIR');
const installs = values.installs;
mkdirSync(installs, { recursive: true });
const limits = {
  installsLimitBytes: 40 * 2 ** 30,
  timeoutMs: 30_000,
  installTimeoutMs: 180_000,
  allowScripts: values['allow-scripts'],
  now: () => new Date(),
};

const results: Result[] = [];
const queue = new PQueue({ concurrency: Number(values.jobs) });
for (const row of sample()) void queue.add(() => listOne(row));
await queue.onIdle();

const listed = results.filter(({ code }) => code === 'listed').length;
for (const result of results.filter(({ code }) => code !== 'listed')) {
  process.stdout.write(`${result.target}  was ${result.was}  ${result.code}: ${result.message} (${result.ms} ms)\n`);
}
process.stdout.write(
  `${listed} of ${results.length} listed (${((100 * listed) / results.length).toFixed(1)}%), status ${values.status}, seed ${values.seed}\n`,
);
if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(results, null, 1));

function sample(): Row[] {
  const rows = readFileSync(values.data, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  if (values.only !== undefined) return rows.filter(({ target }) => values.only?.split(',').includes(target));
  const wanted = rows.filter(({ status }) => (values.status === 'other' ? status !== 'ok' : status === values.status));
  const random = seededRandom(Number(values.seed));
  return wanted
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, Number(values.n))
    .map(({ row }) => row);
}

async function listOne(row: Row): Promise<void> {
  const target = row.version === undefined ? row.target : `${row.target}@${row.version}`;
  const started = performance.now();
  for await (const item of resolveTargets([target], undefined, { cwd: '/' })) {
    if ('problem' in item) throw new Error(`${item.target} ${item.problem}`);
    const common = { target, was: row.status };
    try {
      const snapshot = await takeSnapshot(item.entry, connectOptions(installs, limits));
      const { starts, placeholders } = snapshot.provenance;
      const made = JSON.stringify(placeholders);
      results.push({
        ...common,
        code: 'listed',
        tools: snapshot.tools.length,
        message: '',
        starts,
        made,
        tail: '',
        ms: Math.round(performance.now() - started),
      });
    } catch (error) {
      const { code, message, stderrTail } = toFailure(item.entry, error, (text) => text, new Date());
      results.push({
        ...common,
        code,
        tools: 0,
        message,
        starts: 0,
        made: '',
        tail: stderrTail,
        ms: Math.round(performance.now() - started),
      });
    }
    process.stderr.write(`${results.length} ${target} ${results.at(-1)?.code}\n`);
  }
}
