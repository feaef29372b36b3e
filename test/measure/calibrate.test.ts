import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Case, confidenceFor, fitTemperature, thresholdsOfBestMicroF1 } from '../../src/measure/calibrate.ts';

describe('fitTemperature', () => {
  it('cools scores that are surer than right', () => {
    const predictions = Array.from({ length: 100 }, (_, at) => ({ scores: [4, 0], category: at < 73 ? 0 : 1 }));
    // At temperature 4 the probability of the first is 1 / (1 + e^-1) = 0.73, as often as it is right.
    expect(fitTemperature(predictions)).toBeCloseTo(4, 1);
  });
});

describe('confidenceFor', () => {
  const judged = Array.from({ length: 200 }, (_, at) => ({
    confidence: 1 - at / 200,
    isRight: at % 20 !== 19 || at < 100,
  }));

  it('finds the lowest confidence above which the target is met', () => {
    const threshold = confidenceFor(judged, 0.99);
    const above = judged.filter(({ confidence }) => confidence >= threshold);
    expect(above.filter(({ isRight }) => isRight).length / above.length).toBeGreaterThanOrEqual(0.99);
    expect(above.length).toBeGreaterThanOrEqual(100);
  });

  it('is 1 where no threshold meets the target, so that all goes to review', () => {
    expect(
      confidenceFor(
        judged.map((one) => ({ ...one, isRight: false })),
        0.99,
      ),
    ).toBe(1);
  });

  it('takes verdicts of one confidence together', () => {
    const same = Array.from({ length: 100 }, (_, at) => ({ confidence: 0.8, isRight: at !== 99 }));
    expect(confidenceFor(same, 0.995)).toBe(1);
    expect(confidenceFor(same, 0.99)).toBe(0.8);
  });
});

describe('thresholdsOfBestMicroF1', () => {
  it('parts the true from the false where they can be parted', () => {
    const cases = [0.9, 0.8, 0.3, 0.1].map((probability) => ({ probability, isTrue: probability > 0.5 }));
    expect(thresholdsOfBestMicroF1([cases])).toEqual([0.55]);
  });

  it('finds cuts of which no others have a better F1 over all questions', () => {
    const cases = fc.array(fc.record({ probability: fc.integer({ min: 0, max: 20 }), isTrue: fc.boolean() }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(cases, cases, (first, second) => {
        const questions = [first, second].map((some) =>
          some.map(({ probability, isTrue }, at) => ({ probability: (probability + at / 10) / 25, isTrue })),
        );
        const found = microF1(questions, thresholdsOfBestMicroF1(questions));
        const [ofFirst = [], ofSecond = []] = questions.map((some) => [
          ...some.map(({ probability }) => probability),
          1.1,
        ]);
        const others = ofFirst.flatMap((one) => ofSecond.map((other) => microF1(questions, [one, other])));
        expect(Math.max(...others)).toBeLessThanOrEqual(found + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('calls nothing true where nothing is', () => {
    const [threshold] = thresholdsOfBestMicroF1([[{ probability: 0.7, isTrue: false }]]);
    expect(threshold).toBeGreaterThan(0.7);
  });
});

function microF1(questions: readonly (readonly Case[])[], thresholds: readonly number[]): number {
  const said = questions.flatMap((cases, at) => cases.filter(({ probability }) => probability >= thresholds[at]!));
  const truths = questions.flat().filter(({ isTrue }) => isTrue).length;
  return (2 * said.filter(({ isTrue }) => isTrue).length) / Math.max(1, said.length + truths);
}
