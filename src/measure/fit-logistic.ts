import { minimise } from './minimise.ts';

/** One case of a yes/no question with its inputs. */
export type LogisticCase = { inputs: readonly number[]; isTrue: boolean; weight: number };

/** Fits a logistic regression on dense inputs; gives their weights, the last one the bias (not penalised). */
export function fitLogistic(cases: readonly LogisticCase[], l2: number): number[] {
  const width = cases[0]?.inputs.length ?? 0;
  const solution = minimise(
    (x, gradient) => {
      let loss = 0;
      for (let at = 0; at < width; at += 1) {
        loss += 0.5 * l2 * x[at]! * x[at]!;
        gradient[at] = l2 * x[at]!;
      }
      for (const { inputs, isTrue, weight } of cases) {
        let score = x[width]!;
        for (let at = 0; at < width; at += 1) score += inputs[at]! * x[at]!;
        loss += weight * (Math.max(score, 0) - (isTrue ? score : 0) + Math.log1p(Math.exp(-Math.abs(score))));
        const slope = weight * (1 / (1 + Math.exp(-score)) - (isTrue ? 1 : 0));
        for (let at = 0; at < width; at += 1) gradient[at]! += slope * inputs[at]!;
        gradient[width]! += slope;
      }
      return loss;
    },
    new Float64Array(width + 1),
    200,
    1e-6,
  );
  return Array.from(solution, (weight) => Number(weight.toPrecision(5)));
}
