import type { Category } from '../model/category.ts';
import type { Classification } from '../model/classification.ts';
import { byName } from '../model/json.ts';
import type { ActionRule, Limit, ToolRule } from '../model/policy.ts';
import { PRESETS, type Preset, type PresetRule } from './presets.ts';
import { strictnessOf } from './strictness.ts';

/** An action is let off its tool's rule only when its own verdict is at least this sure. */
const MIN_ACTION_CONFIDENCE = 0.9;

/** The rules of those actions of a multi-action tool that may do more than the tool as a whole, if there are any. */
export function actionRules(verdict: Classification, category: Category, preset: Preset): ToolRule['actions'] {
  const whole = PRESETS[preset][category];
  const actions = verdict.actions ?? [];
  const argument = argumentOf(actions[0]?.parameter ?? '');
  if (argument === undefined || actions.some(({ parameter }) => argumentOf(parameter) !== argument)) return undefined;
  const milder = actions
    .filter(({ confidence }) => confidence >= MIN_ACTION_CONFIDENCE)
    .filter((action) => isMilder(PRESETS[preset][action.category], whole))
    // A name that stands twice, once milder and once not, is not let off.
    .filter(({ action }) => actions.filter((other) => other.action === action).length === 1)
    .sort((a, b) => (a.action < b.action ? -1 : 1));
  if (milder.length === 0) return undefined;
  const rules = milder.map(({ action, category: own }): [string, ActionRule] => {
    const { decision, limits } = PRESETS[preset][own];
    return [action, { category: own, decision, limits: [...limits] }];
  });
  return { argument, rules: byName(rules) };
}

/** Name of the argument that a pointer to a property of the input schema speaks of (RFC 6901). */
function argumentOf(pointer: string): string | undefined {
  const name = /^\/inputSchema\/properties\/([^/]+)$/.exec(pointer)?.[1];
  return name?.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isMilder(rule: PresetRule, whole: PresetRule): boolean {
  const difference = strictnessOf(whole.decision) - strictnessOf(rule.decision);
  if (difference !== 0) return difference > 0;
  return rule.decision === 'limit' && lowest(rule.limits) > lowest(whole.limits);
}

/** Calls a minute that the tightest limit lets through; presets limit by the minute. */
function lowest(limits: readonly Limit[]): number {
  return Math.min(...limits.map(({ max }) => max));
}
