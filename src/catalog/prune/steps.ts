import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import type { CatalogTables } from '../schema.ts';

/** Rows of one step: each is a short transaction, so that a run that writes meanwhile is not kept waiting. */
const ROWS = 1000;

/** Removes some rows that may go. Gives how many; 0 when none is left. */
export type Step = (db: Kysely<CatalogTables>) => Promise<number>;

/**
 * Results of a pruned run. Of each server its last result stays, its last list, and the last time that its registry did
 * not know it: what the newest state is read from. `at`, ISO 8601, is noted on the run.
 */
export function removeResults(run: string, at: string): Step {
  const newer = (more: RawBuilder<unknown>) =>
    sql`exists (select 1 from run_servers n ${more} n.server_id = r.server_id and n.seq > r.seq)`;
  const failed = sql`left join failures f on f.run_id = n.run_id and f.server_id = n.server_id`;
  return async (db) => {
    const { rows } = await sql<{ seq: number; server_id: string }>`select r.seq, r.server_id from run_servers r
      left join failures g on g.run_id = r.run_id and g.server_id = r.server_id
      where r.run_id = ${run} and ${newer(sql`where`)}
        and (r.status <> 'listed' or ${newer(sql`where n.status = 'listed' and`)})
        and (g.code is null or g.code <> 'not-found' or ${newer(sql`${failed} where f.code = 'not-found' and`)})
      limit ${ROWS}`.execute(db);
    if (rows.length === 0) return 0;
    const servers = rows.map(({ server_id }) => server_id);
    await db.deleteFrom('failures').where('run_id', '=', run).where('server_id', 'in', servers).execute();
    const seqs = rows.map(({ seq }) => seq);
    await db.deleteFrom('run_servers').where('seq', 'in', seqs).execute();
    await db.updateTable('runs').set({ pruned_at: at }).where('id', '=', run).execute();
    return rows.length;
  };
}

/** Verdicts that no result names any more. */
export function removeAssessments(): Step {
  return behindTheLast(async (db, last) => {
    const ids = await idsOf(
      db,
      sql`select a.id from assessments a where a.id > ${last}
        and not exists (select 1 from run_servers r where r.assessment_id = a.id)
        and not exists (select 1 from current_lists l where l.assessment_id = a.id) order by a.id`,
    );
    if (ids.length === 0) return [];
    await db.deleteFrom('classifications').where('assessment_id', 'in', ids).execute();
    await db.deleteFrom('assessments').where('id', 'in', ids).execute();
    return ids;
  });
}

/** Lists that no result names any more, but for those that a person's decision is about. */
export function removeLists(): Step {
  return behindTheLast(async (db, last) => {
    const ids = await idsOf(
      db,
      sql`select s.id from snapshots s where s.id > ${last}
        and not exists (select 1 from run_servers r where r.snapshot_id = s.id)
        and not exists (select 1 from current_lists l where l.snapshot_id = s.id)
        and not exists (select 1 from assessments a where a.snapshot_id = s.id)
        and not exists (select 1 from review_events e where e.tool_set_hash = s.tool_set_hash)
        and not exists (select 1 from review_events e join definitions d on d.definition_hash = e.definition_hash
          join snapshot_tools t on t.definition_id = d.id
          where e.server_id = s.server_id and t.snapshot_id = s.id) order by s.id`,
    );
    if (ids.length === 0) return [];
    await db.deleteFrom('snapshot_tools').where('snapshot_id', 'in', ids).execute();
    await db.deleteFrom('snapshots').where('id', 'in', ids).execute();
    return ids;
  });
}

/** Definitions that no list holds any more, but for those that a person's decision is about. */
export function removeDefinitions(kind: DatabaseKind): Step {
  return behindTheLast(async (db, last) => {
    const ids = await idsOf(
      db,
      sql`select d.id from definitions d where d.id > ${last}
        and not exists (select 1 from snapshot_tools t where t.definition_id = d.id)
        and not exists (select 1 from review_events e where e.definition_hash = d.definition_hash) order by d.id`,
    );
    if (ids.length === 0) return [];
    // The full-text index of SQLite is told what to forget while the words still stand.
    if (kind === 'sqlite')
      await sql`insert into definition_words (definition_words, rowid, words) select 'delete', id, words
        from definitions where id in (${sql.join(ids)}) and id in (select id from definition_words_docsize)`.execute(
        db,
      );
    await db.deleteFrom('definitions').where('id', 'in', ids).execute();
    return ids;
  });
}

/** Events of pruned runs that every consumer has read. The last one stays: the numbers go on from it. */
export function removeEvents(run: string, readTo: number): Step {
  return behindTheLast(async (db, last) => {
    const ids = await idsOf(
      db,
      sql`select id from events where id > ${last} and run_id = ${run} and seq <= ${readTo}
        and seq < (select max(seq) from events) order by id`,
    );
    if (ids.length > 0) await db.deleteFrom('events').where('id', 'in', ids).execute();
    return ids;
  });
}

/** A step that goes on behind the last row that it removed, so that all of them look at each row once. */
function behindTheLast(remove: (db: Kysely<CatalogTables>, last: number) => Promise<number[]>): Step {
  let last = 0;
  return async (db) => {
    const ids = await remove(db, last);
    last = ids.at(-1) ?? last;
    return ids.length;
  };
}

async function idsOf(db: Kysely<CatalogTables>, query: RawBuilder<unknown>): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`${query} limit ${ROWS}`.execute(db);
  return rows.map(({ id }) => id);
}
