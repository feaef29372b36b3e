import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECISIONS } from '../../../src/model/policy.ts';
import { letsMore } from '../../../src/policy/compare-rules.ts';
import { evaluateCall, OUTCOMES } from '../../../src/policy/evaluate.ts';
import { headComment } from '../../../src/policy/head-comment.ts';
import { applyOverrides } from '../../../src/policy/overrides/apply-overrides.ts';
import { Overrides } from '../../../src/policy/overrides/overrides.ts';
import { callArguments, hostilePolicy, NOW } from '../hostile-policies.ts';
import { libraryPolicy } from '../library-policy.ts';

const policy = libraryPolicy();
const because = 'The librarian said so.';

function override(tools: Record<string, unknown>, server = policy.server, all?: unknown) {
  const file = { version: 1, servers: { [server]: { tools, ...(all === undefined ? {} : { all }) } } };
  return applyOverrides(policy, Overrides.parse(file));
}

describe('overriding a policy', () => {
  it('replaces what an entry names and says so', () => {
    const { policy: changed, refused } = override({
      find_book: { because, decision: 'limit', limits: [{ max: 5, window: 'hour' }] },
    });
    expect(refused).toEqual([]);
    expect(changed.tools.find_book).toMatchObject({
      decision: 'limit',
      limits: [{ max: 5, window: 'hour' }],
      because: 'By an override: at most 5 calls an hour.',
      override: { because, loosens: false, from: 'allow' },
    });
    expect(changed.tools.Lend_Book).toEqual(policy.tools.Lend_Book);
  });

  it.each(['run_script', 'burn_book', 'pay_fine'])(
    'lets %s do more only where that is said, and names it in the head',
    (tool) => {
      const { policy: same, refused } = override({ [tool]: { because, decision: 'allow' } });
      expect(same.tools[tool]).toEqual(policy.tools[tool]);
      expect(refused).toEqual([{ tool, reason: expect.stringMatching(/add loosen: true/) }]);
      const { policy: loosened, refused: none } = override({ [tool]: { because, decision: 'allow', loosen: true } });
      expect(none).toEqual([]);
      expect(loosened.tools[tool]).toMatchObject({ decision: 'allow', override: { loosens: true } });
      expect(headComment('#', loosened, [])).toContain(`# Loosened by an override: "${tool}"`);
      expect(headComment('#', policy, [])).not.toContain('Loosened');
    },
  );

  it('counts a higher limit as more', () => {
    const limits = [{ max: 11, window: 'minute' }];
    expect(override({ run_script: { because, decision: 'limit', limits } }).refused).toHaveLength(1);
    expect(
      override({ run_script: { because, decision: 'limit', limits: [{ max: 9, window: 'hour' }] } }).refused,
    ).toEqual([]);
  });

  it('adds rules on arguments without a word on the decision', () => {
    const rule = { kind: 'max-amount', argument: 'fine', max: 20 };
    const { policy: changed } = override({ find_book: { because, arguments: [rule] } });
    expect(changed.tools.find_book).toMatchObject({ decision: 'allow', arguments: [{ ...rule, otherwise: 'deny' }] });
    expect(changed.tools.find_book?.because).toBe(
      'By an override: every call is allowed, with 1 rule on its arguments.',
    );
  });

  it('lets actions off, but none that would be stricter than the tool', () => {
    const actions = (decision: string) => ({ argument: 'action', rules: { list: { decision } } });
    const off = override({ burn_book: { because, loosen: true, actions: actions('allow') } }).policy.tools.burn_book;
    expect(off).toMatchObject({
      decision: 'deny',
      actions: { rules: { list: { decision: 'allow', category: 'Destructive' } } },
    });
    expect(override({ burn_book: { because, actions: actions('allow') } }).refused).toHaveLength(1);
    expect(override({ find_book: { because, actions: actions('deny') } }).refused[0]?.reason).toMatch(
      /stricter than its tool/,
    );
  });

  it('asks where the definition is not the one that it was written for, and never softens then', () => {
    const hash = policy.tools.burn_book!.definitionHash;
    const bound = (definitionHash: string, decision = 'allow') =>
      override({ burn_book: { because, decision, loosen: true, definitionHash } }).policy.tools.burn_book?.decision;
    expect(bound(hash)).toBe('allow');
    expect(bound('0'.repeat(64))).toBe('hide');
    const find = (decision: string) =>
      override({ find_book: { because, decision, definitionHash: '0'.repeat(64) } }).policy.tools.find_book;
    expect(find('allow')).toMatchObject({
      decision: 'ask',
      because: expect.stringMatching(/not the one that it was written for/),
    });
    expect(find('deny')?.decision).toBe('deny');
  });

  it('lets the named tool count before all, the own id before patterns, the longer pattern before the shorter', () => {
    const servers = {
      '*': { tools: { find_book: { because, decision: 'deny' }, Lend_Book: { because, decision: 'deny' } } },
      'npm:library*': { tools: { find_book: { because, decision: 'ask' } }, all: { because, decision: 'hide' } },
      'npm:library-desk': { all: { because, decision: 'limit', limits: [{ max: 1, window: 'day' }] } },
      'npm:other': { all: { because, decision: 'allow' } },
    };
    const { policy: changed } = applyOverrides(policy, Overrides.parse({ version: '1', servers }));
    const decisions = Object.entries(changed.tools).map(([name, { decision }]) => [name, decision]);
    // `all` never lets a severe tool do more: burn_book stays hidden, pay_fine asked.
    expect(decisions).toEqual([
      ['Lend_Book', 'deny'],
      ['burn_book', 'hide'],
      ['find_book', 'ask'],
      ['pay_fine', 'ask'],
      ['run_script', 'limit'],
    ]);
    expect(changed.tools.run_script?.limits).toEqual([{ max: 1, window: 'day' }]);
  });

  it('tells names that the server does not have, of its own id only', () => {
    const entry = { because, decision: 'deny' };
    expect(override({ find_bok: entry, find_book: entry }).unknownTools).toEqual(['find_bok']);
    expect(override({ find_bok: entry }, 'npm:*').unknownTools).toEqual([]);
  });

  it('without loosen lets no severe tool do more, whatever stands in the file', () => {
    const entry = fc.record(
      {
        because: fc.constant(because),
        decision: fc.constantFrom(...DECISIONS),
        definitionHash: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
        actions: fc.constant({ argument: 'action', rules: { list: { decision: 'allow' } } }),
      },
      { requiredKeys: ['because'] },
    );
    fc.assert(
      fc.property(hostilePolicy, entry, callArguments, (base, some, given) => {
        const limits = some.decision === 'limit' ? { limits: [{ max: 3, window: 'hour' }] } : {};
        const tools = Object.fromEntries(Object.keys(base.tools).map((name) => [name, { ...some, ...limits }]));
        const parsed = Overrides.safeParse({ version: 1, servers: { '*': { tools } } });
        if (!parsed.success) return;
        const { policy: changed } = applyOverrides(base, parsed.data);
        for (const [tool, rule] of Object.entries(base.tools)) {
          if (rule.category === 'Read' || rule.category === 'Write') continue;
          expect(letsMore(changed.tools[tool]!, rule)).toBe(false);
          const call = { tool, arguments: given, at: NOW, earlier: [NOW, NOW - 10, NOW - 20] };
          const [before, after] = [base, changed].map((each) => OUTCOMES.indexOf(evaluateCall(each, call).outcome));
          expect(after).toBeGreaterThanOrEqual(before!);
        }
      }),
    );
  });
});
