import type { Kysely } from 'kysely';
import type { Failure } from '../model/failure.ts';
import type { ServerResult } from '../model/run.ts';
import type { ServerEntry } from '../model/server-entry.ts';
import type { LastListed } from './catalog.ts';
import { keyText } from './column-text.ts';
import { readListed } from './read-server.ts';
import type { CatalogTables } from './schema.ts';

/** Servers whose small rows are read at once; their tools are read one server at a time. */
const PAGE = 100;

/**
 * Reads the results of a run in the order of server ids, page by page behind the last id, so that no cursor stays
 * open: the catalogue can be written meanwhile.
 */
export async function* readResults(
  db: Kysely<CatalogTables>,
  runId: string,
  which: 'all' | 'news' = 'all',
): AsyncIterable<ServerResult> {
  let last = '';
  for (;;) {
    const rows = await pageOf(db, runId, last, which);
    for (const row of rows) yield await readResult(db, row);
    const next = rows.at(-1)?.server_id;
    if (next === undefined || rows.length < PAGE) return;
    last = next;
  }
}

async function pageOf(db: Kysely<CatalogTables>, runId: string, after: string, which: 'all' | 'news') {
  const page = db
    .selectFrom('run_servers')
    .innerJoin('entries', 'entries.entry_hash', 'run_servers.entry_hash')
    .leftJoin('failures', (join) =>
      join
        .onRef('failures.run_id', '=', 'run_servers.run_id')
        .onRef('failures.server_id', '=', 'run_servers.server_id'),
    )
    .select([
      'run_servers.server_id',
      'run_servers.target',
      'run_servers.change',
      'run_servers.snapshot_id',
      'run_servers.assessment_id',
      'run_servers.provenance',
      'entries.entry',
      'failures.failure',
    ])
    .where('run_servers.run_id', '=', runId)
    .where('run_servers.server_id', '>', after)
    .orderBy('run_servers.server_id')
    .limit(PAGE);
  if (which === 'all') return await page.execute();
  return await page
    .leftJoin('assessments', 'assessments.id', 'run_servers.assessment_id')
    .where((where) => where.or([where('change', '<>', 'unchanged'), where('assessments.run_id', '=', runId)]))
    .execute();
}

/** What a result is read from. */
export type ResultRow = Awaited<ReturnType<typeof pageOf>>[number];

/** Reads the result of a row. */
export async function readResult(db: Kysely<CatalogTables>, row: ResultRow): Promise<ServerResult> {
  const target: string = JSON.parse(row.target);
  const entry: ServerEntry = JSON.parse(row.entry);
  const { snapshot_id, assessment_id, provenance, change } = row;
  if (snapshot_id === null || assessment_id === null || provenance === null || change === 'failed') {
    const failure: Omit<Failure, 'entry'> = JSON.parse(row.failure ?? 'null');
    return { target, entry, status: 'failed', failure: { entry, ...failure } };
  }
  const listed = await readListed(db, { snapshot_id, assessment_id, provenance, entry: row.entry });
  return { target, entry, status: 'listed', ...listed, change };
}

/** Reads the last list of a server. */
export async function readLastListed(db: Kysely<CatalogTables>, serverId: string): Promise<LastListed | undefined> {
  const row = await db
    .selectFrom('run_servers')
    .innerJoin('entries', 'entries.entry_hash', 'run_servers.entry_hash')
    .select(['snapshot_id', 'assessment_id', 'provenance', 'entries.entry'])
    .where('run_servers.server_id', '=', keyText(serverId))
    .where('status', '=', 'listed')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.snapshot_id === null || row.assessment_id === null || row.provenance === null)
    return undefined;
  const { snapshot_id, assessment_id, provenance, entry } = row;
  const listed = await readListed(db, { snapshot_id, assessment_id, provenance, entry });
  return { toolSetHash: listed.snapshot.toolSetHash, at: listed.snapshot.provenance.at, ...listed };
}

/** Reads what became of each server of a run so far. */
export async function readStatuses(
  db: Kysely<CatalogTables>,
  runId: string,
): Promise<Map<string, ServerResult['status']>> {
  const rows = await db
    .selectFrom('run_servers')
    .select(['server_id', 'status'])
    .where('run_id', '=', runId)
    .orderBy('server_id')
    .execute();
  return new Map(rows.map(({ server_id, status }) => [server_id, status]));
}
