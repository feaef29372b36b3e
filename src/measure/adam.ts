/** Parameters with their gradient and the running moments of Adam (Kingma and Ba 2015). */
export type Parameters = {
  values: Float32Array;
  gradient: Float32Array;
  first: Float32Array;
  second: Float32Array;
};

const DECAY_FIRST = 0.9;
const DECAY_SECOND = 0.999;
/** Keeps the quotient finite where no gradient was seen. */
const TINY = 1e-7;

/** Parameters that start with the given values. */
export function parameters(values: Float32Array): Parameters {
  const zeros = (): Float32Array => new Float32Array(values.length);
  return { values, gradient: zeros(), first: zeros(), second: zeros() };
}

/** Length of a step at a rate, corrected for the moments' start at 0; `step` counts from 1. */
export function stepLength(rate: number, step: number): number {
  return (rate * Math.sqrt(1 - DECAY_SECOND ** step)) / (1 - DECAY_FIRST ** step);
}

/** Moves the parameters from `start` to before `end` against their gradient, and clears it. */
export function descend(block: Parameters, length: number, start = 0, end = block.values.length): void {
  const { values, gradient, first, second } = block;
  for (let at = start; at < end; at += 1) {
    const slope = gradient[at]!;
    const mean = DECAY_FIRST * first[at]! + (1 - DECAY_FIRST) * slope;
    const square = DECAY_SECOND * second[at]! + (1 - DECAY_SECOND) * slope * slope;
    first[at] = mean;
    second[at] = square;
    values[at]! -= (length * mean) / (Math.sqrt(square) + TINY);
    gradient[at] = 0;
  }
}
