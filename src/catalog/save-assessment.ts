import type { Kysely } from 'kysely';
import type { Classification } from '../model/classification.ts';
import { insertRow, insertRows, runShape } from './insert-rows.ts';
import type { SavedSnapshot } from './save-snapshot.ts';
import type { CatalogTables, ClassificationRow } from './schema.ts';
import { sha256 } from './sha256.ts';
import { type VerdictColumns, verdictColumns } from './verdict-text.ts';

/** The column of `assessments` that counts a category. */
const COUNTED_AS = {
  Read: 'reads',
  Write: 'writes',
  Execute: 'executes',
  Destructive: 'destructives',
  Financial: 'financials',
} as const;

/** Saves the verdicts on a snapshot, in the order of its stored tools, or finds the same ones. Gives the assessment's id. */
export async function saveAssessment(
  db: Kysely<CatalogTables>,
  { runId, at, snapshot }: { runId: string; at: string; snapshot: Pick<SavedSnapshot, 'snapshotId' | 'isNew'> },
  classifications: readonly Classification[],
): Promise<number> {
  const verdicts = classifications.map(verdictColumns);
  const hash = sha256(verdicts.flatMap((columns) => Object.values(columns)).join('\n'));
  const { snapshotId, isNew } = snapshot;
  const known = isNew ? undefined : await findAssessment(db, snapshotId, hash);
  if (known !== undefined) return known.id;
  const id = await insertRow(db, 'assessments', {
    snapshot_id: snapshotId,
    content_hash: hash,
    run_id: runId,
    first_seen: at,
    ...countsOf(classifications),
  });
  const rows = classifications.map((classification, position) =>
    classificationRow(classification, verdicts[position]!, id, position),
  );
  await insertRows(db, 'classifications', rows);
  return id;
}

async function findAssessment(
  db: Kysely<CatalogTables>,
  snapshotId: number,
  hash: string,
): Promise<{ id: number } | undefined> {
  const [known] = await runShape(db, 'assessment of a content', [{ snapshotId, hash }], () =>
    db.selectFrom('assessments').select('id').where('snapshot_id', '=', snapshotId).where('content_hash', '=', hash),
  );
  return known;
}

function countsOf(classifications: readonly Classification[]) {
  const counts = { reads: 0, writes: 0, executes: 0, destructives: 0, financials: 0, reviews: 0, mismatches: 0 };
  for (const { category, needsReview, annotationMismatch = [] } of classifications) {
    counts[COUNTED_AS[category]] += 1;
    if (needsReview) counts.reviews += 1;
    if (annotationMismatch.length > 0) counts.mismatches += 1;
  }
  return counts;
}

function classificationRow(
  classification: Classification,
  { verdict, definition_hash, context_hash }: VerdictColumns,
  assessmentId: number,
  position: number,
): ClassificationRow {
  return {
    assessment_id: assessmentId,
    position,
    definition_hash,
    context_hash,
    category: classification.category,
    severity: classification.severity,
    confidence: classification.confidence,
    needs_review: Number(classification.needsReview),
    annotation_mismatch: Number((classification.annotationMismatch ?? []).length > 0),
    decided_by: classification.decidedBy,
    effects: JSON.stringify(classification.effects),
    verdict,
  };
}
