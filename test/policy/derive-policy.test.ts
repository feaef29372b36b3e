import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, type Category, worse } from '../../src/model/category.ts';
import type { ActionVerdict } from '../../src/model/classification.ts';
import { recordOf } from '../../src/model/json.ts';
import { Policy } from '../../src/model/policy.ts';
import { derivePolicy } from '../../src/policy/derive-policy.ts';
import type { Preset } from '../../src/policy/presets.ts';
import { HOSTILE_NAMES, toolName } from './hostile-policies.ts';
import { libraryPolicy, libraryTool, listedServer, RUN, verdict } from './library-policy.ts';

const doubtful = {
  needsReview: true,
  reviewReasons: ['severe-runner-up' as const],
  confidence: 0.61,
  probabilities: { Read: 0.61, Write: 0.02, Execute: 0.07, Destructive: 0.3, Financial: 0 },
};

describe('deriving a policy', () => {
  it('gives every tool the rule of its category, sorted by name, with the reason in one sentence', () => {
    const policy = libraryPolicy();
    expect(Object.entries(policy.tools).map(([name, { decision, because }]) => [name, decision, because])).toEqual([
      ['Lend_Book', 'limit', 'Write with 98% confidence: at most 30 calls a minute.'],
      ['burn_book', 'hide', 'Destructive with 98% confidence: hidden until a person allows it.'],
      ['find_book', 'allow', 'Read with 98% confidence: every call is allowed.'],
      ['pay_fine', 'ask', 'Financial with 98% confidence: each call waits for a person.'],
      ['run_script', 'limit', 'Execute with 98% confidence: at most 10 calls a minute.'],
    ]);
    expect(Policy.parse(policy)).toEqual(policy);
  });

  it('treats a tool in review as the more severe of its two likeliest categories, and says so', () => {
    const tool = libraryTool('sort_out');
    const policy = derivePolicy(listedServer([[tool, verdict(tool, 'Read', doubtful)]]), RUN);
    expect(policy.tools.sort_out).toMatchObject({
      category: 'Destructive',
      decision: 'hide',
      needsReview: true,
      because:
        'Read with 61% confidence, in review because a much more severe category is nearly as likely, so treated as Destructive: hidden until a person allows it.',
    });
  });

  it('lets the most severe of several tools with one name count', () => {
    const kind = libraryTool('tidy', 'Lists what could be tidied.');
    const cruel = libraryTool('tidy', 'Burns what stands there.');
    const pairs = [
      [kind, verdict(kind, 'Read')],
      [cruel, verdict(cruel, 'Destructive')],
    ] as const;
    const policy = derivePolicy(listedServer(pairs), RUN);
    expect(policy.tools.tidy).toMatchObject({ decision: 'hide', definitionHash: pairs[1][1].definitionHash });
    expect(policy.tools.tidy?.because).toMatch(/the most severe of 2 tools with this name counts\.$/);
    expect(derivePolicy(listedServer(pairs.toReversed()), RUN)).toEqual(policy);
  });

  it('acts on the more severe of the two likeliest categories of a tool in review, whatever the probabilities', () => {
    const weights = fc.tuple(...CATEGORIES.map(() => fc.integer({ min: 1, max: 100 })));
    fc.assert(
      fc.property(weights, (parts) => {
        const sum = parts.reduce((total, part) => total + part, 0);
        const ranked = CATEGORIES.map((category, at) => ({ category, part: parts[at]! / sum })).sort(
          (a, b) => b.part - a.part,
        );
        const [first, second, third] = ranked;
        if (first!.part === second!.part || second!.part === third!.part || second!.part < 0.05) return;
        const probabilities = recordOf(CATEGORIES, (name) => ranked.find(({ category }) => category === name)!.part);
        const tool = libraryTool('sort_out');
        const doubt = { ...doubtful, confidence: first!.part, probabilities };
        const policy = derivePolicy(listedServer([[tool, verdict(tool, first!.category, doubt)]]), RUN);
        expect(policy.tools.sort_out?.category).toBe(worse(first!.category, second!.category));
      }),
    );
  });

  describe('of a tool with several actions', () => {
    const act = (action: string, category: Category, confidence = 0.95, name = 'action') => ({
      parameter: `/inputSchema/properties/${name}`,
      action,
      category,
      confidence,
    });
    const manage = libraryTool('manage_books');
    const policyOf = (actions: ActionVerdict[], more = {}, preset: Preset = 'recommended') =>
      derivePolicy(listedServer([[manage, verdict(manage, 'Destructive', { actions, ...more })]]), RUN, preset).tools
        .manage_books;

    it('lets off the milder ones, and shows the tool for their sake', () => {
      expect(policyOf([act('list', 'Read'), act('lend', 'Write'), act('burn', 'Destructive')])).toMatchObject({
        decision: 'deny',
        because: 'Destructive with 98% confidence: every call is denied; 2 milder actions have rules of their own.',
        actions: {
          argument: 'action',
          rules: {
            lend: { category: 'Write', decision: 'limit', limits: [{ max: 30, window: 'minute' }] },
            list: { category: 'Read', decision: 'allow', limits: [] },
          },
        },
      });
    });

    it.each([
      ['whose verdict is in review', [act('list', 'Read')], doubtful],
      ['that are not sure themselves', [act('list', 'Read', 0.89)], {}],
      ['that stand twice', [act('list', 'Read'), act('list', 'Destructive')], {}],
      ['of two arguments', [act('list', 'Read'), act('burn', 'Destructive', 0.99, 'mode')], {}],
      ['of a nested argument', [act('list', 'Read', 0.99, 'how/properties/action')], {}],
      ['as grave as the tool', [act('burn', 'Destructive')], {}],
    ] as const)('lets none off %s', (_what, actions, more) => {
      const rule = policyOf([...actions], more);
      expect(rule?.actions).toBeUndefined();
      expect(rule?.decision).toBe('hide');
    });

    it('finds arguments with odd names', () => {
      expect(policyOf([act('list', 'Read', 0.99, 'a~1b~0c')])?.actions?.argument).toBe('a/b~c');
    });
  });

  it('has no rule for a tool without a verdict, so that the default denies it', () => {
    const tools = [libraryTool('find_book'), libraryTool('unjudged')];
    const listed = listedServer(tools.map((tool) => [tool, verdict(tool, 'Read')] as const));
    const policy = derivePolicy({ ...listed, classifications: listed.classifications.slice(0, 1) }, RUN);
    expect(Object.keys(policy.tools)).toEqual(['find_book']);
  });

  it('names the versions of the verdicts it stands on, also kept ones, and of the run where there is none', () => {
    const [old, recent] = [libraryTool('find_book'), libraryTool('lend_book')];
    const pairs = [
      [old, verdict(old, 'Read', { versions: { rules: 'r0', weights: 'w1' } })],
      [recent, verdict(recent, 'Write', { versions: { rules: 'r1', weights: 'w1', prompt: 'p3', llm: 'm' } })],
    ] as const;
    expect(derivePolicy(listedServer(pairs), RUN).versions).toEqual({
      rules: 'r0 + r1',
      weights: 'w1',
      prompt: 'p3',
      llm: 'm',
    });
    expect(derivePolicy(listedServer([]), RUN).versions).toEqual({ rules: 'r1', weights: 'w1' });
  });

  it('gives the same policy whatever the order of the tools, and a rule for each name however nasty', () => {
    const judged = fc.array(fc.tuple(toolName, fc.constantFrom(...CATEGORIES), fc.boolean()), { maxLength: 12 });
    fc.assert(
      fc.property(judged, (list) => {
        const pairs = list.map(([name, category, doubt], index) => {
          const tool = libraryTool(name, `${index}`);
          return [
            tool,
            verdict(tool, category, doubt ? { ...doubtful, probabilities: doubtful.probabilities } : {}),
          ] as const;
        });
        const policy = derivePolicy(listedServer(pairs), RUN);
        expect(Object.keys(policy.tools).sort()).toEqual([...new Set(list.map(([name]) => name))].sort());
        const { toolSetHash } = policy;
        expect({ ...derivePolicy(listedServer(pairs.toReversed()), RUN), toolSetHash }).toEqual(policy);
      }),
      { numRuns: 60 },
    );
  });

  it('knows no names but its own', () => {
    const { tools } = derivePolicy(listedServer([]), RUN);
    expect(HOSTILE_NAMES.filter((name) => tools[name] !== undefined)).toEqual([]);
  });
});
