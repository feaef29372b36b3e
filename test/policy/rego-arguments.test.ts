import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byName, type Json, type JsonObject } from '../../src/model/json.ts';
import type { ArgumentRule, Policy, ToolRule } from '../../src/model/policy.ts';
import { evaluateCall } from '../../src/policy/evaluate.ts';
import { rego } from '../../src/policy/exporters/rego.ts';
import { STABLE_LETTERS } from '../../src/policy/rego-arguments.ts';
import { isAtLeastAsStrict } from './engines/format-engine.ts';
import { HAS_REGO, regoEngine } from './engines/rego.ts';
import { NOW } from './hostile-policies.ts';
import { libraryPolicy } from './library-policy.ts';

const RULES: { [tool: string]: ArgumentRule } = {
  pay: { kind: 'max-amount', argument: 'fine', max: 20.5, otherwise: 'ask' },
  fetch: {
    kind: 'allowed-hosts',
    argument: 'url',
    hosts: ['library.example', '*.books.example', 'desk.example:8443', '192.0.2.7', 'bücher.example', '[2001:db8::7]'],
    otherwise: 'deny',
  },
  open: {
    kind: 'path-prefixes',
    argument: 'shelf',
    prefixes: ['/shelf', 'C:\\shelf', './docs/', '/regał/ä'],
    otherwise: 'deny',
  },
  here: { kind: 'path-prefixes', argument: 'shelf', prefixes: ['.', '/'], otherwise: 'ask' },
};

function policyWith(rules: typeof RULES, change: Partial<ToolRule> = {}): Policy {
  const { find_book: find } = libraryPolicy().tools;
  return {
    ...libraryPolicy(),
    tools: byName(Object.entries(rules).map(([name, rule]) => [name, { ...find!, ...change, arguments: [rule] }])),
  };
}

/** What the module says of a call beside what the policy does; `isEqual`: whether they must be the same. */
function expectLike(
  policy: Policy,
  decide: ReturnType<typeof regoEngine>,
  tool: string,
  given: JsonObject,
  isEqual = true,
) {
  const call = { tool, arguments: given, at: NOW, earlier: [] };
  const [exported, { outcome }] = [decide(call), evaluateCall(policy, call)];
  const what = `${JSON.stringify(call)}: ${exported} for ${outcome}`;
  if (isEqual) expect(exported, what).toBe(outcome);
  else expect(isAtLeastAsStrict(exported, outcome), what).toBe(true);
}

/** A text of these parts, whole or behind one of the beginnings. */
function text(parts: readonly string[], beginnings: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom('', ...beginnings), fc.array(fc.constantFrom(...parts), { maxLength: 6 }))
    .map(([beginning, rest]) => beginning + rest.join(''));
}

const path = text(
  [
    '/',
    '\\',
    '.',
    '..',
    '...',
    ' ',
    '~',
    ':',
    ';',
    '{',
    '%',
    '%2e',
    '%2F',
    '%252e',
    '%25',
    '%c0%ae',
    '%c3%a4',
    '+',
    'a',
    'ä',
    'C:',
    'shelf',
    'docs',
    '\u0000',
    '\n',
  ],
  ['/shelf', '/shelf/', 'C:\\shelf', 'c:/shelf/', 'docs/', './docs', '/regał/ä/'],
);
const url = text(
  [
    'https:',
    'HTTP:',
    'wss:',
    '//',
    '/',
    '\\',
    '@',
    ':',
    '443',
    '0443',
    '80',
    '8443',
    '99999',
    '.',
    '..',
    '?',
    '#',
    '%2e',
    '\t',
    '[',
    ']',
    'library.example',
    'books.example',
    'a-1.',
    'LIBRARY',
    '192.0.2.7',
    '0xc0000207',
    'ß',
    '。',
    'a b',
    '\u2028',
  ],
  [
    'https://library.example',
    'http://',
    'wss://x.books.example',
    'ws://192.0.2.7',
    'desk.example:8443',
    'https://desk.example:8443/',
    'http://[2001:db8::7]',
    'x_y.books.example.',
    'https://xn--bcher-kva.example',
  ],
);
const amount = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1e-6, 9.99e-7, 20.5, 20.500001, 1e21, 999999999999999900000),
  text(['0', '5', '20', '.', '.5', '00', '-', '+', 'e1', ' ', '_', ',', '１', '000000000000000'], []),
);

describe('the letters of paths that Rego lets through', () => {
  it('are their own compatibility form, alone and beside each other', () => {
    const points = STABLE_LETTERS.flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_item, at) => from + at),
    );
    const whole = String.fromCodePoint(...points);
    const turned = String.fromCodePoint(...points.toReversed());
    expect([whole.normalize('NFKC'), turned.normalize('NFKC')]).toEqual([whole, turned]);
    // No mark is among them, which would compose with a letter before it.
    expect(/^\p{L}+$/u.test(whole)).toBe(true);
  });
});

describe.skipIf(!HAS_REGO)('rules on arguments in Rego', () => {
  const policy = policyWith(RULES);

  it.each<[string, fc.Arbitrary<Json>]>([
    ['fetch', url],
    ['here', path],
    ['open', path],
    ['pay', amount],
  ])('decide about %s as the policy does, value by value and list by list', (tool, value) => {
    const decide = regoEngine(rego.exportPolicy(policy));
    const { argument } = RULES[tool]!;
    const odd = fc.constantFrom<Json>(null, true, [], {}, [[]], '', '/shelf', 'library.example', 5);
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: odd }), odd, (one, other) => {
        expectLike(policy, decide, tool, { [argument]: one });
        expectLike(policy, decide, tool, { [argument]: [one, other] });
        expectLike(policy, decide, tool, { [argument]: [one, one] });
      }),
      { numRuns: 400 },
    );
  });

  it('let no call through that the policy does not, whatever it holds', () => {
    const decide = regoEngine(rego.exportPolicy(policy));
    const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), path, url, amount);
    const name = fc.oneof(
      fc.constantFrom('url', 'shelf', 'fine', 'Fine', 'ﬁne', '_url', 'ＵＲＬ', 'Url\u0301', 'other'),
      any.map(String),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(RULES)), name, any, any, (tool, other, one, two) => {
        const given: JsonObject = JSON.parse(`{${JSON.stringify(other)}:${JSON.stringify(two)}}`);
        expectLike(policy, decide, tool, { ...given, [RULES[tool]!.argument]: one }, false);
        expectLike(policy, decide, tool, given, false);
      }),
      { numRuns: 600 },
    );
  });

  it('say the same of names that a server could take for one, of missing arguments and of a stricter tool', () => {
    for (const change of [
      {},
      { decision: 'ask' as const },
      { decision: 'deny' as const },
      { decision: 'limit' as const, limits: [{ max: 1, window: 'minute' as const }] },
    ]) {
      const changed = policyWith(RULES, change);
      const decide = regoEngine(rego.exportPolicy(changed));
      for (const given of [
        {},
        { fine: 5 },
        { Fine: 5 },
        { fine: 5, FINE: 5 },
        { fine: 5, 'f-ine': 1 },
        { fine: 5, other: 1 },
        { fine: 50 },
      ])
        expectLike(changed, decide, 'pay', given);
    }
  });

  it('are stricter only where Rego makes no compatibility form', () => {
    const decide = regoEngine(rego.exportPolicy(policy));
    const stricter: [string, JsonObject][] = [
      ['open', { shelf: '/shelf/cafe\u0301' }],
      ['fetch', { url: 'http://[2001:0db8:0:0:0:0:0:7]/' }],
      ['fetch', { url: 'https://xn--bcher-kva.books.example/' }],
      ['pay', { fine: 5, größe: 1 }],
    ];
    for (const [tool, given] of stricter) {
      const call = { tool, arguments: given, at: NOW, earlier: [] };
      expect(evaluateCall(policy, call).outcome).toBe('allowed');
      expect(decide(call), JSON.stringify(given)).toBe(tool === 'pay' ? 'asked' : 'denied');
    }
  });
});
