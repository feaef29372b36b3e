import { rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { Kysely, sql } from 'kysely';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { openPostgres } from '../../src/catalog/database/postgres.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { type CatalogTables, TABLES } from '../../src/catalog/schema.ts';
import { CATEGORIES, EFFECTS, SEVERITY_OF } from '../../src/model/category.ts';
import type { ServerResult } from '../../src/model/run.ts';
import type { Tool } from '../../src/model/tool.ts';
import { freshSchema } from '../catalog/databases.ts';
import { failedLibrary, libraryEntry, listedLibrary, nightlyRun, verdictOn } from '../catalog/library-server.ts';

// Servers of 15 tools each, every definition another, saved into the catalogue, against the same rows inserted by bare
// prepared statements into the same tables in one transaction; then the queries, and what an unchanged night adds.
// Exit code 1 where less than a third of the bare rows a second is reached, or a query's p95 is over 50 ms.
// `npm run bench:catalog [servers] [servers on PostgreSQL]`; PostgreSQL where TOOLRISK_TEST_POSTGRES names a server.
// Kills: `TOOLRISK_KILLS=100 npx vitest run --config test/vitest.config.ts test/catalog/processes.test.ts -t killed`.

const servers = Number(process.argv[2] ?? 50_000);
const serversOnPostgres = Number(process.argv[3] ?? 2000);
const postgres = process.env.TOOLRISK_TEST_POSTGRES;
const TOOLS = 15;
const VERBS = ['get', 'list', 'search', 'update', 'create', 'send', 'run', 'delete', 'pay', 'export'];
const NOUNS = ['harbour', 'vessel', 'berth', 'crane', 'cargo', 'pilot', 'tide', 'lock', 'buoy', 'customs', 'ferry'];
const night = (number: number) => nightlyRun(`run-${number}`, `2026-11-${20 + number}T01:00:00.000Z`);

/** Tables that others refer to come first. */
const FIRST: readonly (keyof CatalogTables)[] = [
  'runs',
  'servers',
  'entries',
  'definitions',
  'snapshots',
  'assessments',
  'run_servers',
];
const ORDERED = [...FIRST, ...TABLES.filter((table) => !FIRST.includes(table))];

function toolOf(server: number, index: number): Tool {
  const verb = VERBS[(server * 7 + index * 3) % VERBS.length] ?? '';
  const noun = NOUNS[(server * 5 + index) % NOUNS.length] ?? '';
  return {
    name: `${verb}_${noun}_${index}`,
    description: `${verb} the ${noun} of port ${server}, as the harbour master asks; gives the state and its time.`,
    inputSchema: {
      type: 'object',
      properties: { id: { type: 'string', description: `Id of the ${noun}.` }, limit: { type: 'integer' } },
      required: ['id'],
    },
  };
}

/** Mostly Read, one in two hundred Financial; one server in fifty cannot be listed. */
function resultOf(server: number): ServerResult {
  const entry = libraryEntry(`npm:port-${String(server).padStart(6, '0')}`);
  if (server % 50 === 49) return failedLibrary(entry);
  const tools = Array.from({ length: TOOLS }, (_none, index) => toolOf(server, index));
  const result = listedLibrary(tools, entry);
  result.classifications = tools.map((tool, index) => {
    const dice = (server * 31 + index * 17) % 200;
    const category = CATEGORIES[dice < 110 ? 0 : dice < 170 ? 1 : dice < 185 ? 2 : dice < 199 ? 3 : 4] ?? 'Read';
    const effects = [EFFECTS[dice % EFFECTS.length] ?? 'bulk'];
    const confidence = 0.5 + (dice % 100) / 200;
    return verdictOn(tool, {
      category,
      severity: SEVERITY_OF[category],
      confidence,
      effects,
      needsReview: dice % 20 === 0,
    });
  });
  return result;
}

/** Rows that are held while one database is copied into another. */
const ROWS_AT_ONCE = 5000;

/** Servers that are saved at once. */
const AT_ONCE = 256;

/** Times that each query is asked, after the first, which reads what the others find in memory. */
const TURNS = 40;

/** The longest that 95 of 100 questions may take. */
const MAX_P95_MS = 50;

/** Saves servers, many at once; making them up is not timed. */
async function save(catalog: Catalog, run: string, count: number): Promise<number> {
  let seconds = 0;
  for (let first = 0; first < count; first += 1000) {
    const results = Array.from({ length: Math.min(1000, count - first) }, (_none, index) => resultOf(first + index));
    const started = performance.now();
    const waiting = results.values();
    const work = async () => {
      for (const result of waiting) await catalog.saveResult(run, result);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    seconds += (performance.now() - started) / 1000;
  }
  const started = performance.now();
  await catalog.finishRun(night(Number(run.slice(4))));
  return seconds + (performance.now() - started) / 1000;
}

const QUERIES: Readonly<Record<string, (catalog: Catalog, turn: number) => AsyncIterable<unknown> | Promise<unknown>>> =
  {
    'tools, a category': ({ query }, turn) => query.tools({ category: CATEGORIES[turn % 5]!, limit: 100 }),
    'tools, critical in review': ({ query }) => query.tools({ severity: 'critical', needsReview: true, limit: 100 }),
    'tools, an effect': ({ query }, turn) => query.tools({ effect: EFFECTS[turn % 10]!, limit: 100 }),
    'tools, a confidence': ({ query }) => query.tools({ minConfidence: 0.5, maxConfidence: 0.6, limit: 100 }),
    'tools, mismatched': ({ query }) => query.tools({ annotationMismatch: true, limit: 100 }),
    'tools, changed since': ({ query }) => query.tools({ changedSince: '2026-11-21T00:00:00.000Z', limit: 100 }),
    'tools of a server': ({ query }, turn) =>
      query.tools({ server: `npm:port-${String(turn * 7).padStart(6, '0')}`, limit: 100 }),
    'tools of a run': ({ query }) => query.tools({ moment: { run: 'run-1' }, category: 'Financial', limit: 100 }),
    'tools, two words': ({ query }, turn) =>
      query.tools({ search: `${VERBS[turn % 10]} ${NOUNS[turn % 11]}`, limit: 100 }),
    'tools, a rare word': ({ query }, turn) => query.tools({ search: `port ${turn * 37}`, limit: 100 }),
    'tools of a day': ({ query }) => query.tools({ moment: { asOf: '2026-12-01T00:00:00.000Z' }, limit: 100 }),
    servers: ({ query }) => query.servers({ limit: 100 }),
    'servers, in review': ({ query }) => query.servers({ needsReview: true, limit: 100 }),
    'servers, a word': ({ query }, turn) => query.servers({ search: `port ${turn * 41}`, limit: 100 }),
    'servers, two words': ({ query }, turn) =>
      query.servers({ search: `${VERBS[turn % 10]} ${NOUNS[turn % 11]}`, limit: 100 }),
    'servers, a category': ({ query }, turn) => query.servers({ category: CATEGORIES[turn % 5]!, limit: 100 }),
    'a server': ({ query }, turn) => query.server(`npm:port-${String(turn * 3).padStart(6, '0')}`),
    'a tool': ({ query }, turn) => query.tool({ server: 'npm:port-000003', tool: toolOf(3, turn % TOOLS).name }),
    failures: ({ query }) => query.failures({ code: 'exited', limit: 100 }),
    stats: ({ query }) => query.stats('now'),
  };

async function timeQueries(catalog: Catalog): Promise<void> {
  const all: number[] = [];
  for (const [name, ask] of Object.entries(QUERIES)) {
    const times: number[] = [];
    for (let turn = 0; turn <= TURNS; turn += 1) {
      const started = performance.now();
      const answer = ask(catalog, turn);
      if (answer instanceof Promise) await answer;
      else for await (const _row of answer);
      times.push(performance.now() - started);
    }
    const [first = Number.NaN, ...later] = times;
    all.push(...later);
    const p95 = quantile(later, 0.95);
    if (p95 > MAX_P95_MS) process.exitCode = 1;
    console.log(
      `  ${name.padEnd(28)} p95 ${p95.toFixed(1).padStart(8)} ms, p50 ${quantile(later, 0.5).toFixed(1).padStart(6)} ms, the first ${first.toFixed(1).padStart(6)} ms`,
    );
  }
  console.log(`  ${'all'.padEnd(28)} p95 ${quantile(all, 0.95).toFixed(1).padStart(8)} ms`);
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

/** Inserts every row of one SQLite file into a fresh one; only the inserts are timed. */
async function copyBare(from: string, to: string): Promise<{ rows: number; seconds: number }> {
  await (await openCatalog(to)).close();
  const [source, target] = [new DatabaseSync(from, { readOnly: true }), new DatabaseSync(to)];
  target.exec(
    'pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -64000; pragma foreign_keys = on',
  );
  let [rows, seconds] = [0, 0];
  target.exec('begin immediate; delete from toolrisk_migrations');
  for (const table of ORDERED) {
    const columns = source.prepare(`select * from ${table} limit 0`).columns();
    const insert = target.prepare(`insert into ${table} values (${columns.map(() => '?').join(',')})`);
    for (let page: unknown[] = [0], last = 0; page.length > 0; ) {
      const found = source
        .prepare(`select rowid as "row id", * from ${table} where rowid > ? order by rowid limit ${ROWS_AT_ONCE}`)
        .all(last);
      page = found;
      const values = found.map((row) => Object.values(row).slice(1));
      last = Number(found.at(-1)?.['row id'] ?? last);
      const started = performance.now();
      for (const row of values) insert.run(...row);
      seconds += (performance.now() - started) / 1000;
      rows += values.length;
    }
  }
  const started = performance.now();
  target.exec('insert into definition_words (rowid, words) select id, words from definitions order by id; commit');
  seconds += (performance.now() - started) / 1000;
  for (const database of [source, target]) database.close();
  return { rows, seconds };
}

function report(title: string, rows: number, own: number, bare: number): void {
  const ratio = bare / own;
  console.log(
    `${title}: ${rows} rows; ours ${Math.round(rows / own)} rows/s (${own.toFixed(1)} s), bare ${Math.round(rows / bare)} rows/s (${bare.toFixed(1)} s), ratio ${ratio.toFixed(2)}`,
  );
  if (ratio < 1 / 3) process.exitCode = 1;
}

async function onSqlite(): Promise<void> {
  const [file, copy] = ['ours', 'bare'].map((name) => join(tmpdir(), `toolrisk-bench-${process.pid}-${name}.db`));
  if (file === undefined || copy === undefined) return;
  try {
    const catalog = await openCatalog(file);
    await catalog.startRun(night(1));
    const own = await save(catalog, 'run-1', servers);
    const bare = await copyBare(file, copy);
    report(`SQLite, ${servers} servers x ${TOOLS} tools`, bare.rows, own, bare.seconds);
    await timeQueries(catalog);
    await catalog.close();
    const size = statSync(file).size;
    const again = await openCatalog(file);
    await again.startRun(night(2));
    const some = Math.min(servers, 5000);
    const seconds = await save(again, 'run-2', some);
    await again.close();
    const bytes = (statSync(file).size - size) / some;
    console.log(
      `  an unchanged server: ${bytes.toFixed(0)} bytes a night with its indexes, ${Math.round(some / seconds)} servers/s; file ${(size / 1e6).toFixed(0)} MB`,
    );
  } finally {
    for (const name of [file, copy]) for (const end of ['', '-wal', '-shm']) rmSync(name + end, { force: true });
  }
}

async function onPostgres(url: string): Promise<void> {
  const [from, to] = [await freshSchema(url), await freshSchema(url)];
  try {
    const catalog = await openCatalog(from.url);
    await catalog.startRun(night(1));
    const own = await save(catalog, 'run-1', serversOnPostgres);
    const bare = await copyBareOnPostgres(from.url, to.url);
    report(`PostgreSQL, ${serversOnPostgres} servers x ${TOOLS} tools`, bare.rows, own, bare.seconds);
    const admin = new Kysely<unknown>({ dialect: (await openPostgres(from.url)).dialect });
    await sql`analyze`.execute(admin);
    await admin.destroy();
    await setTimeout(500);
    await timeQueries(catalog);
    await catalog.close();
  } finally {
    for (const { drop } of [from, to]) await drop();
  }
}

async function copyBareOnPostgres(from: string, to: string): Promise<{ rows: number; seconds: number }> {
  await (await openCatalog(to)).close();
  const { Client } = (await import('pg')).default;
  const [source, target] = [new Client({ connectionString: from }), new Client({ connectionString: to })];
  await Promise.all([source.connect(), target.connect()]);
  let [rows, seconds] = [0, 0];
  for (const client of [source, target]) await client.query('begin');
  await target.query('delete from toolrisk_migrations');
  for (const table of ORDERED) {
    await source.query(`declare pages no scroll cursor for select * from ${table}`);
    for (let size = ROWS_AT_ONCE; size === ROWS_AT_ONCE; ) {
      const found = await source.query({ text: `fetch ${ROWS_AT_ONCE} from pages`, rowMode: 'array' });
      const text = `insert into ${table} values (${found.fields.map((_none, index) => `$${index + 1}`).join(',')})`;
      const started = performance.now();
      for (const values of found.rows) await target.query({ name: table, text, values });
      seconds += (performance.now() - started) / 1000;
      size = found.rows.length;
      rows += size;
    }
    await source.query('close pages');
  }
  const started = performance.now();
  await target.query('commit');
  seconds += (performance.now() - started) / 1000;
  await Promise.all([source.end(), target.end()]);
  return { rows, seconds };
}

await onSqlite();
if (postgres !== undefined) await onPostgres(postgres);
