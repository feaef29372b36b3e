import { describe, expect, it } from 'vitest';
import { minimise } from '../../src/measure/minimise.ts';

describe('minimise', () => {
  it('finds the bottom of a curved valley (Rosenbrock)', () => {
    const found = minimise(
      (x, gradient) => {
        const [a, b] = [x[0]!, x[1]!];
        gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
        gradient[1] = 200 * (b - a * a);
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
      },
      Float64Array.of(-1.2, 1),
      500,
      1e-12,
    );
    expect(found[0]).toBeCloseTo(1, 3);
    expect(found[1]).toBeCloseTo(1, 3);
  });

  it('stays where it starts when it starts at the bottom', () => {
    const found = minimise(
      (x, gradient) => {
        gradient[0] = 2 * x[0]!;
        return x[0]! ** 2;
      },
      Float64Array.of(0),
      10,
    );
    expect(Array.from(found)).toEqual([0]);
  });
});
