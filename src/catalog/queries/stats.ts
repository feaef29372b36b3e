import { type Kysely, sql } from 'kysely';
import type { Category } from '../../model/category.ts';
import type { CatalogTables } from '../schema.ts';
import { listsAt, type Moment } from './moment.ts';

/** What a catalogue holds at a moment, in numbers. */
export type Stats = {
  /** Servers ever seen. */
  servers: number;
  /** Servers with a list. */
  listed: number;
  tools: number;
  categories: Record<Category, number>;
  needsReview: number;
  annotationMismatches: number;
  /** Servers whose last result is a failure, by code; those listed before count as listed too. */
  failures: { code: string; servers: number }[];
  runs: number;
  /** Start of the last run, ISO 8601; null without one. */
  lastRunAt: string | null;
};

/** Counts. */
export async function queryStats(db: Kysely<CatalogTables>, moment: Moment): Promise<Stats> {
  const lists = await sql<Record<string, number | string | null>>`select count(*) as listed,
      sum(a.reads) as r, sum(a.writes) as w, sum(a.executes) as e, sum(a.destructives) as d, sum(a.financials) as f,
      sum(a.reviews) as reviews, sum(a.mismatches) as mismatches
    from ${listsAt(moment)} l join assessments a on a.id = l.assessment_id`.execute(db);
  const whole = await sql<{ servers: number; runs: number; last: string | null }>`select
    (select count(*) from servers) as servers, (select count(*) from runs) as runs,
    (select max(started_at) from runs) as last`.execute(db);
  const row = lists.rows[0] ?? {};
  const number = (column: string) => Number(row[column] ?? 0);
  const categories: Record<Category, number> = {
    Read: number('r'),
    Write: number('w'),
    Execute: number('e'),
    Destructive: number('d'),
    Financial: number('f'),
  };
  return {
    servers: Number(whole.rows[0]?.servers),
    listed: number('listed'),
    tools: Object.values(categories).reduce((sum, each) => sum + each, 0),
    categories,
    needsReview: number('reviews'),
    annotationMismatches: number('mismatches'),
    failures: await failuresByCode(db, moment),
    runs: Number(whole.rows[0]?.runs),
    lastRunAt: whole.rows[0]?.last ?? null,
  };
}

async function failuresByCode(db: Kysely<CatalogTables>, moment: Moment): Promise<Stats['failures']> {
  const of =
    moment !== 'now' && 'run' in moment
      ? sql`r.run_id = ${moment.run}`
      : sql`not exists (select 1 from run_servers n where n.server_id = r.server_id and n.seq > r.seq
          ${moment === 'now' ? sql`` : sql`and n.at <= ${moment.asOf}`})
          ${moment === 'now' ? sql`` : sql`and r.at <= ${moment.asOf}`}`;
  const { rows } = await sql<{ code: string; servers: number | string }>`select f.code, count(*) as servers
    from failures f join run_servers r on r.run_id = f.run_id and r.server_id = f.server_id
    where ${of} group by f.code order by f.code`.execute(db);
  return rows.map(({ code, servers }) => ({ code, servers: Number(servers) }));
}
