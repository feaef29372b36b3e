import { hashFeature } from '../classify/statistical/feature-hash.ts';
import type { LabelSource } from './example.ts';

/** What a split needs of a row. */
type Row = { family: string; source: LabelSource };

/** The fold of a row that is never held out: a tool that was made up has no family among the real ones. */
export const NO_FOLD = -1;

/**
 * The fold of each row, 0 to `folds - 1`: a family is never torn, and every fold holds about as many gold rows
 * (largest families first, each to the emptiest fold). The seed shuffles families of one size. Made-up rows have none.
 */
export function familyFolds(rows: readonly Row[], folds: number, seed: number): Int32Array {
  const sizes = new Map<string, number>();
  for (const { family, source } of rows)
    if (source !== 'made-up') sizes.set(family, (sizes.get(family) ?? 0) + (source === 'gold' ? 1 : 0.001));
  const order = [...sizes].sort(
    ([a, sizeA], [b, sizeB]) => sizeB - sizeA || shuffleKey(a, seed) - shuffleKey(b, seed) || (a < b ? -1 : 1),
  );
  const loads = new Float64Array(folds);
  const foldOf = new Map<string, number>();
  for (const [family, size] of order) {
    const fold = loads.indexOf(Math.min(...loads));
    loads[fold]! += size;
    foldOf.set(family, fold);
  }
  return Int32Array.from(rows, ({ family, source }) => (source === 'made-up' ? NO_FOLD : foldOf.get(family)!));
}

function shuffleKey(family: string, seed: number): number {
  return hashFeature(`${seed} ${family}`);
}
