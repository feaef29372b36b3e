import type { Category } from '../model/category.ts';
import type { Decision, Limit } from '../model/policy.ts';

/** What a preset does with one category. */
export type PresetRule = { decision: Decision; limits: readonly Limit[] };

const allow: PresetRule = { decision: 'allow', limits: [] };
const ask: PresetRule = { decision: 'ask', limits: [] };
const hide: PresetRule = { decision: 'hide', limits: [] };
const deny: PresetRule = { decision: 'deny', limits: [] };
const perMinute = (max: number): PresetRule => ({ decision: 'limit', limits: [{ max, window: 'minute' }] });

/**
 * The one table of what each preset does. `recommended` follows the taxonomy's default policies, with the limits that
 * the best-known catalogue gives, so that one may be put in place of the other: a person rarely writes 30 times or runs
 * something 10 times a minute, a runaway loop does. `strict` lets an agent read only, `permissive` stops it only where
 * nothing can be taken back.
 */
export const PRESETS = {
  permissive: { Read: allow, Write: allow, Execute: perMinute(30), Destructive: ask, Financial: ask },
  recommended: { Read: allow, Write: perMinute(30), Execute: perMinute(10), Destructive: hide, Financial: ask },
  strict: { Read: perMinute(60), Write: ask, Execute: ask, Destructive: hide, Financial: deny },
} as const satisfies Record<string, Record<Category, PresetRule>>;

/** Name of a preset. */
export type Preset = keyof typeof PRESETS;
