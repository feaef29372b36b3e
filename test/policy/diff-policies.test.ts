import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byName } from '../../src/model/json.ts';
import type { Policy, ToolRule } from '../../src/model/policy.ts';
import { diffPolicies } from '../../src/policy/diff-policies.ts';
import { evaluateCall, OUTCOMES } from '../../src/policy/evaluate.ts';
import { callArguments, earlierCalls, hostilePolicy, NOW } from './hostile-policies.ts';
import { libraryPolicy } from './library-policy.ts';

const old = libraryPolicy();
const withRule = (tool: string, change: Partial<ToolRule>): Policy => ({
  ...old,
  tools: byName([...Object.entries(old.tools), [tool, { ...(old.tools[tool] ?? old.tools.find_book!), ...change }]]),
});
const changesOf = (newer: Policy) =>
  diffPolicies([old], [newer]).map(({ tool, kind, isLooser }) => `${tool} ${kind}${isLooser ? ' looser' : ''}`);

describe('the difference of two policies', () => {
  it('is none of a policy and itself', () => {
    expect(diffPolicies([old], [libraryPolicy()])).toEqual([]);
  });

  it('is in words what a stricter and a milder preset do, what is looser and graver first', () => {
    expect(changesOf(libraryPolicy('permissive'))).toEqual([
      'burn_book asked looser',
      'run_script limits looser',
      'Lend_Book allowed looser',
    ]);
    expect(changesOf(libraryPolicy('strict'))).toEqual([
      'pay_fine denied',
      'run_script asked',
      'Lend_Book asked',
      'find_book limited',
    ]);
  });

  it.each<[string, string, Partial<ToolRule>]>([
    ['lets a new tool through', 'new_tool allowed looser', {}],
    ['knows a new tool that is denied', 'new_tool denied', { decision: 'deny' }],
  ])('%s', (_title, line, change) => {
    expect(changesOf(withRule('new_tool', change))).toEqual([line]);
  });

  it('tells tools that are gone', () => {
    expect(changesOf({ ...old, tools: byName([]) })).toEqual(
      ['pay_fine', 'burn_book', 'run_script', 'Lend_Book', 'find_book'].map((tool) => `${tool} gone`),
    );
  });

  it('knows which way rules on arguments went', () => {
    const capped = (max: number) =>
      withRule('find_book', { arguments: [{ kind: 'max-amount', argument: 'fine', max, otherwise: 'deny' }] });
    const way = (a: Policy, b: Policy) => diffPolicies([a], [b]).map(({ kind, isLooser }) => [kind, isLooser]);
    expect(way(old, capped(5))).toEqual([['arguments', false]]);
    expect(way(capped(5), old)).toEqual([['arguments', true]]);
    expect(way(capped(5), capped(4))).toEqual([['arguments', false]]);
    expect(way(capped(5), capped(6))).toEqual([['arguments', true]]);
  });

  it('says that a definition changed beside a changed rule', () => {
    const [change] = diffPolicies([old], [withRule('find_book', { decision: 'ask', definitionHash: 'f'.repeat(64) })]);
    expect(change).toMatchObject({ kind: 'asked', isRedefined: true, isLooser: false });
  });

  it('calls a change looser wherever a call is let through that was not before', () => {
    fc.assert(
      fc.property(hostilePolicy, hostilePolicy, callArguments, earlierCalls, (a, b, given, ages) => {
        const [older, newer] = [a, b].map((each) => ({ ...each, server: 'npm:library-desk' }));
        const looser = new Set(
          diffPolicies([older!], [newer!]).flatMap(({ tool, isLooser }) => (isLooser ? [tool] : [])),
        );
        for (const tool of Object.keys(newer!.tools)) {
          const call = { tool, arguments: given, at: NOW, earlier: ages.map((age) => NOW - age) };
          const [before, after] = [older!, newer!].map((each) => OUTCOMES.indexOf(evaluateCall(each, call).outcome));
          if (after! < before!) expect([...looser]).toContain(tool);
        }
      }),
      { numRuns: 300 },
    );
  });
});
