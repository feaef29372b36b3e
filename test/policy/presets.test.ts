import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../../src/model/category.ts';
import { PRESETS, type PresetRule } from '../../src/policy/presets.ts';
import { strictnessOf } from '../../src/policy/strictness.ts';

/** Calls that a rule lets through in a minute. */
function callsPerMinute({ decision, limits }: PresetRule): number {
  if (decision === 'allow') return Number.POSITIVE_INFINITY;
  return decision === 'limit' ? Math.min(...limits.map(({ max }) => max)) : 0;
}

describe('the presets', () => {
  it('recommend what the taxonomy names as default policies', () => {
    expect(CATEGORIES.map((category) => PRESETS.recommended[category])).toEqual([
      { decision: 'allow', limits: [] },
      { decision: 'limit', limits: [{ max: 30, window: 'minute' }] },
      { decision: 'limit', limits: [{ max: 10, window: 'minute' }] },
      { decision: 'hide', limits: [] },
      { decision: 'ask', limits: [] },
    ]);
  });

  it.each(Object.entries(PRESETS))('%s limits where it says so and nowhere else', (_name, preset) => {
    for (const rule of Object.values<PresetRule>(preset))
      expect(rule.limits.length > 0).toBe(rule.decision === 'limit');
  });

  it.each(CATEGORIES)('are ordered by strictness for %s', (category) => {
    const rules: PresetRule[] = [PRESETS.permissive[category], PRESETS.recommended[category], PRESETS.strict[category]];
    const strictness = rules.map(({ decision }) => strictnessOf(decision));
    expect(strictness).toEqual([...strictness].sort((a, b) => a - b));
    const calls = rules.map(callsPerMinute);
    expect(calls).toEqual([...calls].sort((a, b) => b - a));
  });

  it.each(Object.entries(PRESETS))(
    '%s never lets more through for a graver category up to Destructive',
    (_name, preset) => {
      const calls = (['Read', 'Write', 'Execute', 'Destructive'] as const).map((category) =>
        callsPerMinute(preset[category]),
      );
      expect(calls).toEqual([...calls].sort((a, b) => b - a));
      expect(callsPerMinute(preset.Financial)).toBe(0);
    },
  );
});
