import type { Classification } from '../model/classification.ts';
import type { ClassificationRow } from './schema.ts';

/** What a verdict is read from. */
export type VerdictColumns = Pick<ClassificationRow, 'verdict' | 'definition_hash' | 'context_hash'>;

/** The columns that hold a verdict: its two hashes stand beside its text only, which is a tenth shorter for it. */
export function verdictColumns({ definitionHash, contextHash, ...rest }: Classification): VerdictColumns {
  return { verdict: JSON.stringify(rest), definition_hash: definitionHash, context_hash: contextHash };
}

/** Reads a verdict back; in rows of an older catalogue its text holds the hashes too. */
export function readVerdict({ verdict, definition_hash, context_hash }: VerdictColumns): Classification {
  const rest: Omit<Classification, 'definitionHash' | 'contextHash'> = JSON.parse(verdict);
  return { ...rest, definitionHash: definition_hash, contextHash: context_hash };
}
