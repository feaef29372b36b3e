import { type Kysely, sql } from 'kysely';
import type { StateRow } from './compare/compare-states.ts';
import { type Moment, statesAt } from './queries/moment.ts';
import { type ResultRow, readResult } from './read-results.ts';
import type { CatalogTables } from './schema.ts';

const PAGE = 500;

/** How every server stands at a moment, by server id, each read whole only when it is loaded. */
export async function* readStates(db: Kysely<CatalogTables>, moment: Moment): AsyncGenerator<StateRow, void, void> {
  for (let last = ''; ; ) {
    const { rows } = await sql<ResultRow & { code: string | null }>`select r.server_id, r.target, r.change,
        r.snapshot_id, r.assessment_id, r.provenance, e.entry, f.failure, f.code
      from ${statesAt(moment)} r join entries e on e.entry_hash = r.entry_hash
      left join failures f on f.run_id = r.run_id and f.server_id = r.server_id
      where r.server_id > ${last} order by r.server_id limit ${PAGE}`.execute(db);
    for (const row of rows)
      yield {
        server: row.server_id,
        fingerprint: row.code ?? `${row.snapshot_id} ${row.assessment_id}`,
        load: () => readResult(db, row),
      };
    const end = rows.at(-1)?.server_id;
    if (end === undefined || rows.length < PAGE) return;
    last = end;
  }
}
