import { describe, expect, it } from 'vitest';
import type { LooseToolAnswer } from '../../../src/classify/questions/answer.ts';
import { checkQuotes } from '../../../src/classify/questions/check-quotes.ts';
import { showTool } from '../../../src/classify/questions/shown-tool.ts';
import type { Tool } from '../../../src/model/tool.ts';

const tool: Tool = {
  name: 'free_berth',
  description: 'Frees a berth  for good.\nThe ship is told to leave; its booking is gone.',
  inputSchema: {
    properties: { berth: { type: 'integer', description: 'Number of the berth' }, mode: { enum: ['ask', 'force'] } },
  },
  annotations: { readOnlyHint: true },
};
const context = {
  server: 'npm:harbour',
  instructions: 'Ask the pilot first.',
  siblings: ['list_berths', 'free_berth'],
};
const check = (...quotes: { pointer: string; quote: string }[]) =>
  checkQuotes({ quotes } as LooseToolAnswer, showTool(tool), context);

describe('checkQuotes', () => {
  it.each([
    ['in the description', '/desc', 'Frees a berth for good', '/description', 'Frees a berth  for good'],
    ['at a pointer that names another place', '/name', 'its booking is gone', '/description', 'its booking is gone'],
    [
      'in the description of a parameter',
      '/params/0',
      'Number of the berth',
      '/inputSchema/properties/berth/description',
      'Number of the berth',
    ],
    ['in a value', '/params/1', 'force', '/inputSchema/properties/mode/enum/1', 'force'],
    [
      'across a shown line, as the name of its parameter',
      '/params/0',
      'berth: integer',
      '/inputSchema/properties/berth',
      'berth',
    ],
    ['in the instructions', '/desc', 'Ask the pilot', '/instructions', 'Ask the pilot'],
    ['among the siblings', '/siblings/3', 'list_berths', '/siblings/0', 'list_berths'],
  ])('finds a quote %s', (_where, pointer, quote, realPointer, verbatim) => {
    expect(check({ pointer, quote })).toEqual({
      evidence: [{ pointer: realPointer, quote: verbatim, signal: 'llm' }],
      missing: 0,
    });
  });

  it('finds both parts of a quote with something left out', () => {
    expect(check({ pointer: '/desc', quote: 'Frees a berth \u2026 its booking is gone' }).evidence).toHaveLength(2);
  });

  it.each([
    ['made up', 'sinks the ship'],
    ['half made up', 'Frees a berth ... and burns it'],
    ['empty', ' '],
    ['too short to say anything', 'a'],
  ])('counts a quote that is %s as missing', (_how, quote) => {
    expect(check({ pointer: '/desc', quote }).missing).toBe(1);
  });

  it('takes a quote of the annotations for true and for no evidence', () => {
    expect(check({ pointer: '/claims', quote: 'readOnlyHint=true' })).toEqual({ evidence: [], missing: 0 });
  });
});
