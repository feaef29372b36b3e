/** A smooth function: writes its gradient at `x` into `gradient` and gives its value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** Steps of memory of L-BFGS. */
const MEMORY = 8;

/**
 * Minimises by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a backtracking line search.
 * Deterministic: the same function and start give the same bits.
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  iterations: number,
  tolerance = 1e-4,
): Float64Array {
  const size = start.length;
  let x: Float64Array = start.slice();
  let gradient = new Float64Array(size);
  let value = objective(x, gradient);
  const steps: Float64Array[] = [];
  const turns: Float64Array[] = [];
  for (let round = 0; round < iterations; round += 1) {
    const direction = directionOf(gradient, steps, turns);
    const slope = dot(direction, gradient);
    if (!(slope < 0)) break;
    const found = searchLine(objective, x, value, direction, slope, steps.length === 0 ? 1 / norm(gradient) : 1);
    if (found === undefined) break;
    const step = combine(found.x, x, -1);
    const turn = combine(found.gradient, gradient, -1);
    const gain = value - found.value;
    x = found.x;
    gradient = found.gradient;
    value = found.value;
    if (dot(step, turn) > 1e-12) {
      steps.push(step);
      turns.push(turn);
      if (steps.length > MEMORY) {
        steps.shift();
        turns.shift();
      }
    }
    if (gain < tolerance * Math.max(1, Math.abs(value)) * 0.01) break;
  }
  return x;
}

type Point = { x: Float64Array; gradient: Float64Array<ArrayBuffer>; value: number };

function searchLine(
  objective: Objective,
  x: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
  first: number,
): Point | undefined {
  let length = first;
  for (let tries = 0; tries < 25; tries += 1) {
    const candidate = combine(x, direction, length);
    const gradient = new Float64Array(x.length);
    const found = objective(candidate, gradient);
    if (found <= value + 1e-4 * length * slope) return { x: candidate, gradient, value: found };
    length *= 0.5;
  }
  return undefined;
}

/** The direction of descent: minus the gradient, bent by what the last steps told of the curvature. */
function directionOf(gradient: Float64Array, steps: Float64Array[], turns: Float64Array[]): Float64Array {
  const direction = gradient.map((part) => -part);
  const weights: number[] = [];
  for (let at = steps.length - 1; at >= 0; at -= 1) {
    weights[at] = dot(steps[at]!, direction) / dot(steps[at]!, turns[at]!);
    add(direction, turns[at]!, -weights[at]!);
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const scale = dot(steps[last]!, turns[last]!) / dot(turns[last]!, turns[last]!);
    for (let at = 0; at < direction.length; at += 1) direction[at]! *= scale;
  }
  for (let at = 0; at < steps.length; at += 1) {
    const weight = dot(turns[at]!, direction) / dot(steps[at]!, turns[at]!);
    add(direction, steps[at]!, weights[at]! - weight);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += a[at]! * b[at]!;
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}

function add(target: Float64Array, other: Float64Array, factor: number): void {
  for (let at = 0; at < target.length; at += 1) target[at]! += factor * other[at]!;
}

function combine(a: Float64Array, b: Float64Array, factor: number): Float64Array<ArrayBuffer> {
  const sum = new Float64Array(a.length);
  for (let at = 0; at < a.length; at += 1) sum[at] = a[at]! + factor * b[at]!;
  return sum;
}
