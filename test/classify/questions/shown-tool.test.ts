import { describe, expect, it } from 'vitest';
import { checkQuotes } from '../../../src/classify/questions/check-quotes.ts';
import { showTool } from '../../../src/classify/questions/shown-tool.ts';

const tool = {
  name: 'save_chart',
  description: 'Draws a tide chart',
  inputSchema: {
    type: 'object',
    properties: { port: { type: 'string' }, path: { type: 'string', description: 'Where the chart is stored' } },
    required: ['port'],
  },
};
const context = { server: 'npm:harbour', siblings: [] };

describe('showTool', () => {
  it('numbers the parameters as their pointers do', () => {
    const { json, places } = showTool(tool);
    expect(json.params).toEqual(['#0 port: string!', '#1 path: string – Where the chart is stored']);
    expect(places.get('/params/1')?.map(({ pointer }) => pointer)).toContain(
      '/inputSchema/properties/path/description',
    );
  });

  it.each(['Where the chart is stored', 'path: string', '#1 path: string – Where'])('finds the quote %j', (quote) => {
    const answer = { i: 0, category: 'Write', effects: [], confidence: 0.9, rationale: '' } as const;
    const quoted = { ...answer, effects: [], quotes: [{ pointer: '/params/1', quote }] };
    const { evidence, missing } = checkQuotes(quoted, showTool(tool), context);
    expect(missing).toBe(0);
    expect(evidence[0]?.pointer).toMatch(/^\/inputSchema\/properties\/path/);
  });
});
