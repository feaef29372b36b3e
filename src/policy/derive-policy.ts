import { type Category, rankOf } from '../model/category.ts';
import { type Classification, cautiousCategory, type Versions } from '../model/classification.ts';
import { byName } from '../model/json.ts';
import type { Policy, ToolRule } from '../model/policy.ts';
import type { ListedResult, Run } from '../model/run.ts';
import type { Tool } from '../model/tool.ts';
import { actionRules } from './action-rules.ts';
import { aliasOf } from './alias.ts';
import { suggestRules } from './arguments/suggest.ts';
import { describeRule } from './because.ts';
import { PRESETS, type Preset } from './presets.ts';

/** A verdict with the category that the policy acts on. */
type Judged = { tool: Tool; verdict: Classification; category: Category };

/**
 * Derives the neutral policy of one listed server: same input, same policy, whatever the order of its tools. A tool in
 * review is treated as the more severe of its two likeliest categories; of several tools with one name the most severe
 * counts; a tool without a verdict has no rule and falls to the default, deny.
 */
export function derivePolicy(
  listed: Pick<ListedResult, 'snapshot' | 'classifications'>,
  run: Pick<Run, 'id' | 'versions'>,
  preset: Preset = 'recommended',
): Policy {
  const { snapshot, classifications } = listed;
  const judged = new Map<string, Judged[]>();
  for (const [index, tool] of snapshot.tools.entries()) {
    const { name } = tool;
    const verdict = classifications[index];
    if (verdict === undefined) continue;
    const same = judged.get(name) ?? [];
    judged.set(name, [...same, { tool, verdict, category: cautiousCategory(verdict) }]);
  }
  const names = [...judged.keys()].sort(byCodeUnits);
  return {
    version: '1',
    server: snapshot.entry.id,
    alias: aliasOf(snapshot.entry),
    toolSetHash: snapshot.toolSetHash,
    run: run.id,
    versions: joinVersions(classifications, run),
    default: 'deny',
    tools: byName(names.map((name) => [name, ruleFor(judged.get(name) ?? [], preset)] as const)),
  };
}

function ruleFor(namesakes: readonly Judged[], preset: Preset): ToolRule {
  const [worst] = [...namesakes].sort(
    (a, b) =>
      rankOf(b.category) - rankOf(a.category) || byCodeUnits(a.verdict.definitionHash, b.verdict.definitionHash),
  );
  if (worst === undefined) throw new TypeError('a rule needs a tool');
  const { tool, verdict, category } = worst;
  const suggested = suggestRules(tool, verdict);
  const needsReview = namesakes.some((each) => each.verdict.needsReview);
  const actions = needsReview || namesakes.length > 1 ? undefined : actionRules(verdict, category, preset);
  const { decision: forAll, limits } = PRESETS[preset][category];
  // A tool of which some actions may be called cannot be hidden.
  const decision = forAll === 'hide' && actions !== undefined ? 'deny' : forAll;
  const spared = Object.keys(actions?.rules ?? {}).length;
  return {
    definitionHash: verdict.definitionHash,
    category,
    decision,
    limits: [...limits],
    needsReview,
    because: describeRule(verdict, category, { decision, limits, spared }, namesakes.length),
    ...(actions === undefined ? {} : { actions }),
    ...(suggested.length === 0 ? {} : { suggested }),
  };
}

/** What decided, over all verdicts; several versions of one part (verdicts kept from earlier runs) stand side by side. */
function joinVersions(classifications: readonly Classification[], run: Pick<Run, 'versions'>): Versions {
  const joined = (part: keyof Versions) =>
    [...new Set(classifications.flatMap(({ versions }) => versions[part] ?? []))].sort(byCodeUnits).join(' + ');
  const prompt = joined('prompt');
  const llm = joined('llm');
  return {
    rules: joined('rules') || run.versions.rules,
    weights: joined('weights') || run.versions.weights,
    ...(prompt === '' ? {} : { prompt }),
    ...(llm === '' ? {} : { llm }),
  };
}

/** Order that is the same on every machine and in every language. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
