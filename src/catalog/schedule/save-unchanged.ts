import type { Kysely } from 'kysely';
import { DependencyError } from '../../model/fault.ts';
import { recoveryOf } from '../feed/failure-events.ts';
import { saveEvents } from '../feed/save-events.ts';
import { saveEntry } from '../save-entry.ts';
import type { CatalogTables } from '../schema.ts';
import type { UnchangedServer } from './schedule.ts';

/** Saves servers that gave the answer that the catalogue holds: one row of the run each, and when they were listed. */
export async function saveUnchanged(
  db: Kysely<CatalogTables>,
  run: string,
  servers: readonly UnchangedServer[],
): Promise<void> {
  const keys = servers.map(({ due }) => due.server);
  const lists = await db
    .selectFrom('current_lists')
    .select(['server_id', 'snapshot_id', 'assessment_id'])
    .where('server_id', 'in', keys)
    .execute();
  const listOf = new Map(lists.map((list) => [list.server_id, list]));
  const rows = [];
  for (const { due, provenance } of servers) {
    const list = listOf.get(due.server);
    if (list === undefined) throw new DependencyError(`the catalogue lost the list of ${due.server} while it was used`);
    rows.push({
      ...list,
      run_id: run,
      target: JSON.stringify(due.target),
      entry_hash: (await saveEntry(db, due.entry, provenance.at)).hash,
      status: 'listed' as const,
      change: 'unchanged' as const,
      provenance: JSON.stringify(provenance),
      at: provenance.at,
    });
  }
  await db
    .insertInto('run_servers')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['run_id', 'server_id']).doNothing())
    .execute();
  for (const row of rows) await saveEvents(db, row, await recoveryOf(db, row.server_id));
  const at = rows.at(-1)?.at ?? '';
  await db
    .updateTable('schedule')
    .set({ done_run: run, tried_at: at, listed_at: at, failure_code: null, failures: 0 })
    .where('server_id', 'in', keys)
    .execute();
}
