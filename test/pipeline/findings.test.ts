import { describe, expect, it } from 'vitest';
import { CATEGORIES, type Category } from '../../src/model/category.ts';
import { strongestExitCode } from '../../src/model/exit-code.ts';
import { exitCodesOf, type FailureTerms } from '../../src/pipeline/findings.ts';
import { Tally } from '../../src/report/summary.ts';

const TERMS: FailureTerms = { ignoreDoubt: false, maxFailures: 0 };
const count = (counts: Partial<Record<Category, number>>) =>
  ({ ...Object.fromEntries(CATEGORIES.map((category) => [category, 0])), ...counts }) as Record<Category, number>;
const summaryOf = (categories: Partial<Record<Category, number>>, cautious = categories, failed = 0) => ({
  ...new Tally().summary(),
  categories: count(categories),
  cautious: count(cautious),
  failed,
});
const risen = [{ server: 'npm:mail', tool: 'purge', to: 'Destructive' as const }];
const problem = [{ target: 'npm:', problem: 'no name' }];

describe('the exit code of a scan', () => {
  it.each([
    ['0 when nothing is asked for', { summary: summaryOf({ Financial: 3 }) }, {}, 0],
    ['1 at --fail-on', { summary: summaryOf({ Write: 1 }) }, { failOn: 'Write' }, 1],
    ['1 above --fail-on', { summary: summaryOf({ Financial: 1 }) }, { failOn: 'Execute' }, 1],
    ['0 below --fail-on', { summary: summaryOf({ Write: 9 }) }, { failOn: 'Execute' }, 0],
    [
      '1 for a doubt whose runner-up is above',
      { summary: summaryOf({ Read: 1 }, { Destructive: 1 }) },
      { failOn: 'Destructive' },
      1,
    ],
    [
      '0 for that doubt with --ignore-doubt',
      { summary: summaryOf({ Read: 1 }, { Destructive: 1 }) },
      { failOn: 'Destructive', ignoreDoubt: true },
      0,
    ],
    ['3 when a server failed', { summary: summaryOf({}, {}, 1) }, {}, 3],
    ['0 when no more failed than --max-failures', { summary: summaryOf({}, {}, 2) }, { maxFailures: 2 }, 0],
    ['1 before 3', { summary: summaryOf({ Write: 1 }, undefined, 1) }, { failOn: 'Write' }, 1],
    ['1 when risk rose', { summary: summaryOf({}), risen }, {}, 1],
    [
      '2 before 1 when a target was unreadable',
      { summary: summaryOf({ Write: 1 }), problems: problem },
      { failOn: 'Write' },
      2,
    ],
  ] as const)('is %s', (_name, outcome, terms, expected) => {
    const codes = exitCodesOf({ problems: [], risen: [], ...outcome }, { ...TERMS, ...terms });
    expect(strongestExitCode(codes)).toBe(expected);
  });
});
