import * as fc from 'fast-check';
import { CATEGORIES } from '../../src/model/category.ts';
import { byName, type Json, type JsonObject } from '../../src/model/json.ts';
import { type ActionRule, DECISIONS, type Policy, type ToolRule } from '../../src/model/policy.ts';
import { strictnessOf } from '../../src/policy/strictness.ts';

/** Names that break naive writers: of formats, of patterns, of terminals and of JavaScript. */
export const HOSTILE_NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  '*',
  'get_*',
  '**',
  '?',
  '<<',
  '~',
  'null',
  'true',
  '1e3',
  '2026-11-21',
  ' ',
  'a b',
  ' leading',
  '"',
  "'",
  '\\',
  'a": {}, "b',
  "x': y",
  'a: b',
  '- a',
  '# a',
  '&a',
  '!!int 3',
  '{a}',
  '[a]',
  '| a',
  'a\nb: []\ndefault: allow',
  'a\r\nb',
  '\u0000',
  '\u001b[2J',
  '\u0085',
  '\u2028',
  '\u202egnissap',
  'zero\u200bwidth',
  'e\u0301',
  'é',
  '借りる',
  'Delete',
  'delete',
  'DELETE',
  'ﬁle',
  'file',
  '\u212a',
  'k',
  '\ud800',
  'x.y.z',
  'mcp__other__tool',
  'server:tool',
  'x'.repeat(300),
  'é'.repeat(1200),
];

/** A tool name, mostly a nasty one. */
export const toolName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{1,8}_[a-z]{1,8}$/) },
);

const limit = fc.record({
  max: fc.integer({ min: 1, max: 5 }),
  window: fc.constantFrom('minute' as const, 'hour' as const, 'day' as const),
});

/** Actions, some of which formats could mistake for something else. */
const ACTION_NAMES = ['list', 'delete', 'true', '1', 'NaN', '[list]', '*', '__proto__', 'a"b', 'a\nb', ''];
/** Names of the argument that chooses the action. */
const ARGUMENT_NAMES = ['action', 'a.b', '__proto__', 'x y', '"', ''];

const actionRule: fc.Arbitrary<ActionRule> = fc
  .record({
    category: fc.constantFrom(...CATEGORIES),
    decision: fc.constantFrom(...DECISIONS),
    limits: fc.uniqueArray(limit, { minLength: 1, maxLength: 2, selector: ({ window }) => window }),
  })
  .map((each) => (each.decision === 'limit' ? each : { ...each, limits: [] }));

const actions = fc.record({
  argument: fc.constantFrom('action', 'action', ...ARGUMENT_NAMES),
  rules: fc
    .array(fc.tuple(fc.constantFrom(...ACTION_NAMES), actionRule), { maxLength: 4 })
    .map((rules) => byName(rules)),
});

/** Only rules that are milder than the tool's, as `derivePolicy` makes them. */
function milderOnly(rule: ToolRule): ToolRule {
  const { actions: some, ...rest } = rule;
  if (some === undefined) return rest;
  const milder = Object.entries(some.rules).filter(
    ([, each]) => strictnessOf(each.decision) < strictnessOf(rule.decision) && rule.decision !== 'limit',
  );
  return milder.length === 0 ? rest : { ...rest, actions: { ...some, rules: byName(milder) } };
}

/** What a call may give as its action: names, and what formats could mistake for them. */
export const ACTION_VALUES: readonly Json[] = [
  ...ACTION_NAMES,
  true,
  1,
  null,
  ['list'],
  { list: 'list' },
  'LIST',
  ' list',
];

/** Arguments of a call that may name an action. */
export const callArguments: fc.Arbitrary<JsonObject> = fc
  .tuple(fc.constantFrom('action', 'action', ...ARGUMENT_NAMES, 'other'), fc.constantFrom(...ACTION_VALUES))
  .map(([name, value]) => {
    const given: JsonObject = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`);
    return given;
  });

const rule: fc.Arbitrary<ToolRule> = fc
  .record(
    {
      definitionHash: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
      category: fc.constantFrom(...CATEGORIES),
      decision: fc.constantFrom(...DECISIONS),
      limits: fc.uniqueArray(limit, { minLength: 1, maxLength: 2, selector: ({ window }) => window }),
      needsReview: fc.boolean(),
      because: fc.constant('Because of the test.'),
      actions,
    },
    { requiredKeys: ['definitionHash', 'category', 'decision', 'limits', 'needsReview', 'because'] },
  )
  .map((each) => milderOnly(each.decision === 'limit' ? each : { ...each, limits: [] }));

/** A policy over nasty names. */
export const hostilePolicy: fc.Arbitrary<Policy> = fc
  .record({
    server: fc.oneof(toolName, fc.constant('npm:library-desk')),
    tools: fc.uniqueArray(fc.tuple(toolName, rule), { maxLength: 12, selector: ([name]) => name }),
  })
  .map(({ server, tools }) => ({
    version: '1',
    server,
    alias: 'library-desk',
    toolSetHash: 'c'.repeat(64),
    run: 'run-20261121T010000Z-aaaaaa',
    versions: { rules: 'r1', weights: 'w1' },
    default: 'deny',
    tools: byName(tools),
  }));

/** A policy for each decision, over all the nasty names and actions at once. */
export const UNIFORM_POLICIES: readonly Policy[] = DECISIONS.map((decision) => {
  const allow: ActionRule = { category: 'Read', decision: 'allow', limits: [] };
  const uniform: ToolRule = {
    definitionHash: 'a'.repeat(64),
    category: 'Destructive',
    decision,
    limits: decision === 'limit' ? [{ max: 2, window: 'minute' }] : [],
    needsReview: false,
    because: 'Because of the test.',
    ...(decision === 'ask' || decision === 'deny'
      ? { actions: { argument: 'action', rules: byName(ACTION_NAMES.map((name) => [name, allow] as const)) } }
      : {}),
  };
  return {
    version: '1',
    server: 'npm:library-desk',
    alias: 'library-desk',
    toolSetHash: 'c'.repeat(64),
    run: 'run-20261121T010000Z-aaaaaa',
    versions: { rules: 'r1', weights: 'w1' },
    default: 'deny',
    tools: byName(HOSTILE_NAMES.map((name) => [name, uniform] as const)),
  };
});

/** Times of earlier calls of a tool, in the last two days before `NOW`. */
export const earlierCalls = fc.array(fc.integer({ min: 0, max: 2 * 86_400_000 }), { maxLength: 8 });
/** When the calls of the tests are made. */
export const NOW = Date.UTC(2026, 10, 21, 12);
