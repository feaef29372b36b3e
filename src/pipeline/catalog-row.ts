import { z } from 'zod';
import { CATEGORIES, EFFECTS, SEVERITIES } from '../model/category.ts';
import type { ServerResult } from '../model/run.ts';
import { toolDefinition } from '../model/tool.ts';

/** Shape of one row of an export of a run as a table: a tool, or a server that could not be listed. */
export const CatalogRow = z.object({
  server: z.string().describe('Id of the server.'),
  version: z.string().nullable().describe('Its version, where its source names one.'),
  package: z.string().nullable().describe('The exact package that ran.'),
  at: z.string().describe('When it was listed, or failed; ISO 8601.'),
  status: z.enum(['listed', 'failed']),
  change: z.enum(['new', 'changed', 'unchanged']).nullable().describe('Against its last list; null when it failed.'),
  tool: z.string().nullable(),
  category: z.enum(CATEGORIES).nullable(),
  severity: z.enum(SEVERITIES).nullable(),
  confidence: z.number().min(0).max(1).nullable().describe('Probability that the category is right.'),
  needs_review: z.boolean().nullable(),
  effects: z.array(z.enum(EFFECTS)).nullable(),
  annotation_mismatch: z.boolean().nullable().describe('Whether its annotations are contradicted.'),
  decided_by: z.string().nullable(),
  rationale: z.string().nullable(),
  definition: z.json().nullable().describe('Name, title, description, schema and annotations, as they were listed.'),
  verdict: z.json().nullable().describe('The classification whole, with its evidence.'),
  definition_hash: z.string().nullable(),
  failure_code: z.string().nullable(),
  failure_message: z.string().nullable(),
});
/** One row of an export of a run as a table. */
export type CatalogRow = z.infer<typeof CatalogRow>;

const NO_TOOL = {
  tool: null,
  category: null,
  severity: null,
  confidence: null,
  needs_review: null,
  effects: null,
  annotation_mismatch: null,
  decided_by: null,
  rationale: null,
  definition: null,
  verdict: null,
  definition_hash: null,
} as const;

/** The rows of results: one a tool, one for a server without a tool or without a list. */
export async function* catalogRows(results: AsyncIterable<ServerResult>): AsyncGenerator<CatalogRow, void, void> {
  for await (const result of results) yield* rowsOf(result);
}

function* rowsOf(result: ServerResult): Iterable<CatalogRow> {
  const { status, entry } = result;
  const of = { server: entry.id, version: entry.version ?? null, status };
  if (result.status === 'failed') {
    const { at, code, message } = result.failure;
    yield { ...of, package: null, at, change: null, ...NO_TOOL, failure_code: code, failure_message: message };
    return;
  }
  const { snapshot, classifications, change } = result;
  const { at, package: ran = null } = snapshot.provenance;
  const common = { ...of, package: ran, at, change, failure_code: null, failure_message: null };
  if (snapshot.tools.length === 0) yield { ...common, ...NO_TOOL };
  for (const [index, tool] of snapshot.tools.entries()) {
    const verdict = classifications[index];
    if (verdict === undefined) continue;
    yield {
      ...common,
      tool: tool.name,
      category: verdict.category,
      severity: verdict.severity,
      confidence: verdict.confidence,
      needs_review: verdict.needsReview,
      effects: verdict.effects,
      annotation_mismatch: (verdict.annotationMismatch ?? []).length > 0,
      decided_by: verdict.decidedBy,
      rationale: verdict.rationale,
      definition: jsonOf(toolDefinition(tool)),
      verdict: jsonOf(verdict),
      definition_hash: verdict.definitionHash,
    };
  }
}

/** A value as JSON keeps it, members that are undefined left out. */
function jsonOf(value: object): CatalogRow['verdict'] {
  const copy: CatalogRow['verdict'] = JSON.parse(JSON.stringify(value));
  return copy;
}
