import { type RawBuilder, sql } from 'kysely';
import { CATEGORIES, type Category, type Effect, SEVERITY_OF, type Severity } from '../../model/category.ts';
import { keyText } from '../column-text.ts';
import type { Moment } from './moment.ts';

/** Which tools a query is about; every part narrows it. */
export type ToolFilter = {
  category?: Category;
  severity?: Severity;
  effect?: Effect;
  /** Least confidence. */
  minConfidence?: number;
  /** Greatest confidence. */
  maxConfidence?: number;
  /** Only tools in review. */
  needsReview?: boolean;
  /** Only tools whose annotations are contradicted. */
  annotationMismatch?: boolean;
  /** Only on servers whose list or verdicts changed then or later; ISO 8601. */
  changedSince?: string;
  /** Words, or beginnings of words, that all stand in name, title or description. */
  search?: string;
  /** Server id. */
  server?: string;
  /** When; default now. */
  moment?: Moment;
  /** Rows at most. */
  limit?: number;
};

/**
 * The conditions on a row `c` of `classifications`. What has a partial index stands as a literal, since the planner must
 * see that the index applies.
 */
export function verdictConditions(filter: ToolFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  const { category, severity, effect, minConfidence, maxConfidence } = filter;
  if (category !== undefined) conditions.push(inCategories([category]));
  if (severity !== undefined)
    conditions.push(inCategories(CATEGORIES.filter((each) => SEVERITY_OF[each] === severity)));
  if (effect !== undefined) conditions.push(sql`c.effects like ${sql.lit(`%"${effect}"%`)}`);
  if (minConfidence !== undefined) conditions.push(sql`c.confidence >= ${minConfidence}`);
  if (maxConfidence !== undefined) conditions.push(sql`c.confidence <= ${maxConfidence}`);
  if (filter.needsReview === true) conditions.push(sql`c.needs_review = 1`);
  if (filter.annotationMismatch === true) conditions.push(sql`c.annotation_mismatch = 1`);
  if (filter.server !== undefined) conditions.push(sql`l.server_id = ${keyText(filter.server)}`);
  if (filter.changedSince !== undefined)
    conditions.push(sql`c.assessment_id in (select id from assessments where first_seen >= ${filter.changedSince})`);
  return conditions;
}

function inCategories(categories: readonly Category[]): RawBuilder<unknown> {
  if (categories[0] !== undefined && categories.length === 1) return sql`c.category = ${sql.lit(categories[0])}`;
  return sql`c.category in (${sql.join(categories.map((category) => sql.lit(category)))})`;
}

/** Whether a filter speaks of verdicts, beside server and moment. */
export function speaksOfTools(filter: ToolFilter): boolean {
  const { server: _server, moment: _moment, limit: _limit, changedSince: _since, ...ofTools } = filter;
  return Object.values(ofTools).some((value) => value !== undefined && value !== false);
}

/** Conditions joined by `and`; true when there are none. */
export function allOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`1 = 1` : sql.join([...conditions], sql` and `);
}
