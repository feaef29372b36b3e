import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byName, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { ArgumentRule, Policy, ToolRule } from '../../../src/model/policy.ts';
import { evaluateCall, OUTCOMES } from '../../../src/policy/evaluate.ts';
import { withoutArguments } from '../../../src/policy/without-arguments.ts';
import { callArguments, hostilePolicy, NOW } from '../hostile-policies.ts';
import { libraryPolicy } from '../library-policy.ts';

const rules: ArgumentRule[] = [
  { kind: 'max-amount', argument: 'fine', max: 20, otherwise: 'ask' },
  { kind: 'path-prefixes', argument: 'shelf', prefixes: ['/shelves'], otherwise: 'deny' },
];

function withRules(tool: string, change: Partial<ToolRule> = { arguments: rules }): Policy {
  const policy = libraryPolicy();
  return { ...policy, tools: byName([[tool, { ...policy.tools[tool]!, ...change }]]) };
}

const call = (tool: string, given?: JsonObject, more: { duplicated?: string[] } = {}) => ({
  tool,
  at: NOW,
  earlier: [],
  ...(given === undefined ? {} : { arguments: given }),
  ...more,
});

describe('rules on arguments', () => {
  const policy = withRules('find_book');

  it.each<[JsonObject | undefined, string, string]>([
    [{ fine: 5, shelf: '/shelves/a' }, 'allowed', 'Read with 98% confidence: every call is allowed.'],
    [{ fine: 50, shelf: '/shelves/a' }, 'asked', 'A rule on its arguments is broken: an amount is not within its cap.'],
    [{ shelf: '/shelves/a' }, 'asked', 'A rule on its arguments is broken: an argument with a rule is missing.'],
    [
      { fine: 50, shelf: '/etc' },
      'denied',
      'A rule on its arguments is broken: a path is not below an allowed folder.',
    ],
    [{ fine: 5, shelf: ['/shelves/a', '/shelves/b'] }, 'allowed', 'Read with 98% confidence: every call is allowed.'],
    [{ fine: 5, shelf: [] }, 'denied', 'A rule on its arguments is broken: a path is not below an allowed folder.'],
    [
      { fine: 5, Fine: 500, shelf: '/shelves/a' },
      'asked',
      'A rule on its arguments is broken: an argument with a rule is given more than once.',
    ],
    [undefined, 'denied', 'A rule on its arguments is broken: its arguments are not known.'],
  ])('make of %j: %s', (given, outcome, because) => {
    expect(evaluateCall(policy, call('find_book', given))).toEqual({ outcome, because });
  });

  it('are broken by an argument that stands twice in the text of the call', () => {
    const twice = call('find_book', { fine: 5, shelf: '/shelves/a' }, { duplicated: ['fine'] });
    expect(evaluateCall(policy, twice).outcome).toBe('asked');
  });

  it('never soften the rule of the tool', () => {
    const broken = { fine: 50, shelf: '/shelves/a' };
    expect(evaluateCall(withRules('burn_book'), call('burn_book', broken)).outcome).toBe('denied');
    expect(evaluateCall(withRules('pay_fine'), call('pay_fine', { fine: 1, shelf: '/shelves' })).outcome).toBe('asked');
  });

  it('hold for every action', () => {
    const list = { category: 'Read' as const, decision: 'allow' as const, limits: [] };
    const actions = { argument: 'action', rules: byName([['list', list]]) };
    const manage = withRules('burn_book', { decision: 'deny', actions, arguments: rules });
    const outcome = (given: JsonObject) => evaluateCall(manage, call('burn_book', given)).outcome;
    expect(outcome({ action: 'list', fine: 1, shelf: '/shelves' })).toBe('allowed');
    expect(outcome({ action: 'list', fine: 21, shelf: '/shelves' })).toBe('asked');
  });

  it('and an action that is named twice do not let a call off', () => {
    const list = { category: 'Read' as const, decision: 'allow' as const, limits: [] };
    const actions = { argument: 'action', rules: byName([['list', list]]) };
    const manage = withRules('burn_book', { decision: 'deny', actions });
    expect(evaluateCall(manage, call('burn_book', { action: 'list' })).outcome).toBe('allowed');
    expect(evaluateCall(manage, call('burn_book', { action: 'list' }, { duplicated: ['action'] })).outcome).toBe(
      'denied',
    );
  });

  const someRules = fc.array(
    fc.record({
      kind: fc.constant('max-amount' as const),
      argument: fc.constantFrom('action', 'other', '__proto__'),
      max: fc.constantFrom(0, 5),
      otherwise: fc.constantFrom('ask' as const, 'deny' as const),
    }),
    { minLength: 1, maxLength: 2 },
  );

  it('only ever make a policy stricter, and a format that cannot say them stricter still', () => {
    fc.assert(
      fc.property(
        hostilePolicy,
        someRules,
        callArguments,
        fc.constantFrom<Json>(1, 9, 'x'),
        (bare, some, given, other) => {
          const tools = Object.entries(bare.tools).map(([name, rule]) => [name, { ...rule, arguments: some }] as const);
          const ruled: Policy = { ...bare, tools: byName(tools) };
          for (const tool of Object.keys(bare.tools)) {
            const planned = call(tool, { ...given, other });
            const [without, with_, flat] = [bare, ruled, withoutArguments(ruled)].map((each) =>
              OUTCOMES.indexOf(evaluateCall(each, planned).outcome),
            );
            expect(with_).toBeGreaterThanOrEqual(without!);
            expect(flat).toBeGreaterThanOrEqual(with_!);
          }
        },
      ),
    );
  });
});
