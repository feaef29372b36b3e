import { type Kysely, sql } from 'kysely';
import type { Category } from '../../model/category.ts';
import type { CatalogTables } from '../schema.ts';
import { failedAt, listsAt, type Moment } from './moment.ts';

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
  const lists = sql<Record<string, number | string | null>>`select count(*) as listed,
      sum(a.reads) as r, sum(a.writes) as w, sum(a.executes) as e, sum(a.destructives) as d, sum(a.financials) as f,
      sum(a.reviews) as reviews, sum(a.mismatches) as mismatches
    from ${listsAt(moment)} l join assessments a on a.id = l.assessment_id`.execute(db);
  const whole = sql<{ servers: number; runs: number; last: string | null }>`select
    (select count(*) from servers) as servers, (select count(*) from runs) as runs,
    (select max(started_at) from runs) as last`.execute(db);
  const [counts, ever, failures] = await Promise.all([lists, whole, failuresByCode(db, moment)]);
  const row = counts.rows[0] ?? {};
  const number = (column: string) => Number(row[column] ?? 0);
  const categories: Record<Category, number> = {
    Read: number('r'),
    Write: number('w'),
    Execute: number('e'),
    Destructive: number('d'),
    Financial: number('f'),
  };
  return {
    servers: Number(ever.rows[0]?.servers),
    listed: number('listed'),
    tools: Object.values(categories).reduce((sum, each) => sum + each, 0),
    categories,
    needsReview: number('reviews'),
    annotationMismatches: number('mismatches'),
    failures,
    runs: Number(ever.rows[0]?.runs),
    lastRunAt: ever.rows[0]?.last ?? null,
  };
}

async function failuresByCode(db: Kysely<CatalogTables>, moment: Moment): Promise<Stats['failures']> {
  const { rows } = await sql<{ code: string; servers: number | string }>`select f.code, count(*) as servers
    from ${failedAt(moment)} r join failures f on f.run_id = r.run_id and f.server_id = r.server_id
    group by f.code order by f.code`.execute(db);
  return rows.map(({ code, servers }) => ({ code, servers: Number(servers) }));
}
