import type { FeatureVector } from '../classify/statistical/features.ts';

/** Rows of features in compressed form: the features of row r stand from `starts[r]` to `starts[r + 1]`. */
export type DesignMatrix = {
  /** Hash of each column, ascending. */
  hashes: Uint32Array;
  starts: Int32Array;
  columns: Int32Array;
  values: Float64Array;
};

/** Builds the matrix of the features that at least `least` rows have. */
export function designMatrix(vectors: readonly FeatureVector[], least: number): DesignMatrix {
  const counts = new Map<number, number>();
  for (const { hashes } of vectors) for (const hash of new Set(hashes)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const hashes = Uint32Array.from([...counts].filter(([, count]) => count >= least).map(([hash]) => hash)).sort();
  const columnOf = new Map(Array.from(hashes, (hash, column) => [hash, column]));
  const starts = new Int32Array(vectors.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (const [row, vector] of vectors.entries()) {
    for (const [at, hash] of vector.hashes.entries()) {
      const column = columnOf.get(hash);
      if (column === undefined) continue;
      columns.push(column);
      values.push(vector.values[at]!);
    }
    starts[row + 1] = columns.length;
  }
  return { hashes, starts, columns: Int32Array.from(columns), values: Float64Array.from(values) };
}
