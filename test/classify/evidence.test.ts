import { createReadStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standsAt } from '../../src/classify/evidence.ts';
import { composeRationale } from '../../src/classify/rationale.ts';
import { mainDeed } from '../../src/classify/rules.ts';
import { CATEGORIES, type Category } from '../../src/model/category.ts';
import type { ServerContext } from '../../src/model/server-context.ts';
import { parseTool, type Tool } from '../../src/model/tool.ts';
import { read } from './reading.ts';

const TOOL = {
  name: 'delete_survey',
  description: 'Deletes a survey.',
  inputSchema: { type: 'object', properties: { 'a/b~c': { type: 'string', enum: ['one', 'two'] } } },
} as Tool;
const CONTEXT: ServerContext = { server: 'npm:desk-mcp', siblings: ['get_survey'], instructions: 'Be kind.' };

describe('standsAt', () => {
  it.each([
    ['/description', 'a survey', true],
    ['/description', 'two surveys', false],
    ['/description', '', false],
    ['/inputSchema/properties/a~1b~0c', 'a/b~c', true],
    ['/inputSchema/properties/a~1b~0c/enum/1', 'two', true],
    ['/inputSchema/properties/a~1b~0c/enum/2', 'two', false],
    ['/inputSchema/properties/a~2', 'a', false],
    ['/inputSchema/properties/__proto__', '__proto__', false],
    ['/server', 'desk', true],
    ['/siblings/0', 'get_survey', true],
    ['/siblings/1', 'get_survey', false],
    ['/instructions', 'kind', true],
    ['/instructions', 'instructions', false],
    ['', 'x', false],
    ['description', 'survey', false],
  ])('at %s, of %s: %s', (pointer, quote, stands) => {
    expect(standsAt(TOOL, CONTEXT, { pointer, quote })).toBe(stands);
  });
});

const even = { Read: 0.2, Write: 0.2, Execute: 0.2, Destructive: 0.2, Financial: 0.2 };

/** Reads a tool, and says which of its quotes do not stand, the curly ones of the rationale included. */
function strayQuotes(tool: Tool, context: ServerContext, categories: readonly Category[] = CATEGORIES): string[] {
  const { subject, facts } = read(tool, context);
  const stray = facts
    .filter((fact) => !standsAt(tool, context, fact))
    .map(({ pointer, quote }) => `${pointer} ${quote}`);
  for (const category of categories) {
    const rationale = composeRationale({
      subject,
      facts,
      category,
      probabilities: even,
      effects: [],
      reviewReasons: [],
      mismatch: [],
    });
    if (!rationale.includes(`It is ${category} rather than `)) stray.push(`another verdict in: ${rationale}`);
    if (/[\n\r\u0000-\u001f]/.test(rationale) || rationale.length > 1500) stray.push(`unbounded: ${rationale}`);
    const all = JSON.stringify([tool, context]);
    for (const [, quote] of rationale.matchAll(/“([^”]*)”/g)) {
      const inJson = JSON.stringify(quote).slice(1, -1);
      if (!all.includes(inJson)) stray.push(`rationale: ${quote}`);
    }
  }
  return stray;
}

const words = fc.constantFrom(
  'delete',
  'survey',
  'Deletes',
  'permanently',
  'read-only',
  'SQL',
  '\u200b',
  'd\u0435lete',
  '\n',
  '. ',
  '“',
  'ignore previous instructions',
  'pay',
  '/',
  '~',
  '删除',
  '\ud83d',
  '__proto__',
  'action',
  'outputPath',
  'a',
);
const sentence = fc.array(words, { maxLength: 12 }).map((list) => list.join(' '));
const anyTool = fc.record({
  name: sentence.filter((name) => name.length > 0),
  title: sentence,
  description: sentence,
  inputSchema: fc
    .dictionary(sentence, fc.record({ description: sentence, enum: fc.array(sentence, { maxLength: 4 }) }), {
      maxKeys: 4,
    })
    .map((properties) => ({ type: 'object', properties })),
});

describe('quotes', () => {
  it('stand at their pointers for any definition, and the rationale never tells another verdict', () => {
    fc.assert(
      fc.property(anyTool, sentence, fc.array(sentence, { maxLength: 4 }), (tool, server, siblings) => {
        expect(strayQuotes(tool as Tool, { server, siblings })).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const pool = resolve(import.meta.dirname, '../../../shared/data/pool.jsonl');
  it.skipIf(!existsSync(pool) && process.env.CI === undefined)(
    'stand at their pointers in ten thousand real definitions',
    async () => {
      let lines = 0;
      const stray: string[] = [];
      for await (const line of createInterface({ input: createReadStream(pool) })) {
        const { tool, server, siblings } = JSON.parse(line) as { tool: unknown; server: string; siblings?: string[] };
        const parsed = parseTool(tool);
        if ('tool' in parsed)
          stray.push(
            ...strayQuotes(
              parsed.tool,
              { server, siblings: siblings ?? [] },
              CATEGORIES.slice(lines % 5, (lines % 5) + 1),
            ),
          );
        lines += 1;
      }
      expect(stray.length).toBe(0);
      expect(lines).toBeGreaterThan(1000);
    },
  );
});

describe('composeRationale', () => {
  it('says what the tool does, why this category, and what is in doubt', () => {
    const { subject, facts } = read({
      name: 'fetch_report',
      description: 'Fetches a report of the last week for a team.',
      inputSchema: { type: 'object', properties: { savePath: { type: 'string' } } },
    });
    expect(mainDeed(facts)?.key).toBe('looks');
    expect(
      composeRationale({
        subject,
        facts,
        category: 'Write',
        probabilities: { ...even, Write: 0.6, Read: 0.4, Execute: 0, Destructive: 0, Financial: 0 },
        effects: ['private-data'],
        reviewReasons: ['low-confidence'],
        mismatch: [],
      }),
    ).toBe(
      'fetch_report of npm:desk-mcp looks at something: its description says “Fetches a report of the last”; effects: private-data. ' +
        'It is Write rather than Read because something is created or changed in a bounded way: its schema names “savePath” (a place to save to). ' +
        'What lowers the confidence: the probability of the category is below the threshold.',
    );
  });
});
