import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../../src/model/category.ts';
import { byRisk, firstSentence, MAX_RISKIEST, type RiskyTool, Tally } from '../../src/report/summary.ts';
import { failed, inputOf, listed, toolOf, verdictOn } from './fixture.ts';
import { HARBOUR } from './harbour.ts';

const row = (parts: Partial<RiskyTool>): RiskyTool => ({
  server: 'npm:quay',
  name: 'npm:quay',
  tool: 'moor',
  category: 'Write',
  cautious: parts.category ?? 'Write',
  confidence: 0.9,
  needsReview: false,
  reason: '',
  ...parts,
});

describe('the summary', () => {
  it('counts servers, tools, doubts and failures apart', () => {
    expect(inputOf(HARBOUR).summary).toMatchObject({
      servers: 5,
      listed: 2,
      failed: 3,
      tools: 7,
      categories: { Financial: 1, Destructive: 2, Execute: 1, Write: 2, Read: 1 },
      cautious: { Financial: 1, Destructive: 2, Execute: 2, Write: 1, Read: 1 },
      needsReview: 2,
      annotationMismatches: 1,
      malformed: 1,
      changes: { new: 1, changed: 1, unchanged: 0 },
      failures: { 'needs-credentials': 1, 'start-timeout': 1, exited: 1 },
    });
  });

  it('never counts a server that could not be listed as one without risk', () => {
    const { summary } = inputOf([failed('quay')]);
    expect(summary).toMatchObject({ listed: 0, tools: 0, failed: 1, riskiest: [] });
    for (const category of CATEGORIES) expect(summary.categories[category]).toBe(0);
  });

  it('holds no more rows, however many tools there are', () => {
    const tally = new Tally();
    for (let server = 0; server < 30; server += 1) {
      const tools = Array.from({ length: 20 }, (_none, index) => toolOf(`moor_${index}`, 'Moor.'));
      tally.add(
        listed(
          `quay-${server}`,
          tools.map((tool) => [tool, verdictOn(tool, 'Write')] as const),
        ),
      );
    }
    const one = toolOf('scuttle', 'Sink a vessel.');
    tally.add(listed('wreck', [[one, verdictOn(one, 'Destructive')]]));
    const { riskiest, tools } = tally.summary();
    expect(tools).toBe(601);
    expect(riskiest).toHaveLength(MAX_RISKIEST);
    expect(riskiest[0]).toMatchObject({ server: 'npm:wreck', tool: 'scuttle' });
  });

  it('gives counts that later servers do not change', () => {
    const tally = new Tally();
    const before = tally.summary();
    tally.add(failed('quay'));
    expect(before.failed).toBe(0);
  });
});

describe('the reason beside a tool', () => {
  it.each([
    ['scuttle of npm:wreck sinks a vessel: its name says so. It is severe.', 'sinks a vessel: its name says so.'],
    ['It sinks a vessel. It is severe.', 'It sinks a vessel.'],
  ])('of %j is %j', (rationale, reason) => {
    const tool = toolOf('scuttle', 'Sink a vessel.');
    const { riskiest } = inputOf([listed('wreck', [[tool, verdictOn(tool, 'Destructive', { rationale })]])]).summary;
    expect(riskiest[0]?.reason).toBe(reason);
  });
});

describe('the order of risk', () => {
  it.each<[string, Partial<RiskyTool>, Partial<RiskyTool>]>([
    ['the category', { category: 'Financial', confidence: 0.5 }, { category: 'Destructive' }],
    ['the category to act on', { category: 'Read', cautious: 'Financial' }, { category: 'Destructive' }],
    ['the likeliest category', { category: 'Execute' }, { category: 'Write', cautious: 'Execute' }],
    ['certainty', { confidence: 0.95 }, { confidence: 0.9 }],
    ['the server', { server: 'npm:a' }, { server: 'npm:b' }],
    ['the tool', { tool: 'a' }, { tool: 'b' }],
  ])('goes by %s', (_what, first, second) => {
    expect(byRisk(row(first), row(second))).toBeLessThan(0);
    expect(byRisk(row(second), row(first))).toBeGreaterThan(0);
  });
});

describe('firstSentence', () => {
  it.each([
    ['It removes backups. For good.', 'It removes backups.'],
    ['It costs 3.50 a day! Or more.', 'It costs 3.50 a day!'],
    ['no end', 'no end'],
    ['', ''],
  ])('of %j is %j', (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });

  it('is cut where it goes on and on', () => {
    expect(firstSentence('on and '.repeat(1000)).length).toBe(300);
  });
});
