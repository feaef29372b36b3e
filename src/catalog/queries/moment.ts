import { type RawBuilder, sql } from 'kysely';
import { columnText } from '../column-text.ts';

/** A state of the catalogue: the newest, what one run found, or what was known at a time (ISO 8601). */
export type Moment = 'now' | { run: string } | { asOf: string };

/** Server, snapshot and assessment of each server's list at a moment, to select from. */
export function listsAt(moment: Moment): RawBuilder<unknown> {
  if (moment === 'now') return sql`current_lists`;
  if ('run' in moment)
    return sql`(select server_id, snapshot_id, assessment_id from run_servers
      where run_id = ${columnText(moment.run)} and status = 'listed')`;
  return sql`(select s.id as server_id, r.snapshot_id, r.assessment_id from servers s join run_servers r on r.seq =
    (select x.seq from run_servers x where x.server_id = s.id and x.status = 'listed' and x.at <= ${moment.asOf}
     order by x.seq desc limit 1))`;
}

/** The rows of `run_servers` of the servers whose last try at a moment failed, to select from. */
export function failedAt(moment: Moment): RawBuilder<unknown> {
  if (moment !== 'now' && 'run' in moment)
    return sql`(select * from run_servers where status = 'failed' and run_id = ${columnText(moment.run)})`;
  const until = (row: 'r' | 'x') => (moment === 'now' ? sql`` : sql`and ${sql.ref(`${row}.at`)} <= ${moment.asOf}`);
  return sql`(select r.* from run_servers r where r.status = 'failed' ${until('r')} and not exists
    (select 1 from run_servers x where x.server_id = r.server_id and x.seq > r.seq ${until('x')}))`;
}

/**
 * Each server's row of `run_servers` that says how it stands at a moment, to select from: in a run what became of it,
 * else its last list, which a failed night does not end; only a server that its registry no longer knows is gone.
 */
export function statesAt(moment: Moment): RawBuilder<unknown> {
  if (moment !== 'now' && 'run' in moment)
    return sql`(select * from run_servers where run_id = ${columnText(moment.run)})`;
  const until = moment === 'now' ? sql`` : sql`and x.at <= ${moment.asOf}`;
  return sql`(select r.* from servers s join run_servers r on r.seq =
    (select x.seq from run_servers x where x.server_id = s.id and x.status = 'listed' ${until}
     order by x.seq desc limit 1)
    where not exists (select 1 from run_servers x join failures g on g.run_id = x.run_id and g.server_id = x.server_id
      where x.server_id = s.id and x.seq > r.seq and g.code = 'not-found' ${until}))`;
}
