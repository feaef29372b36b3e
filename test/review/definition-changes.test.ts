import { describe, expect, it } from 'vitest';
import type { Tool } from '../../src/model/tool.ts';
import { changesBetween } from '../../src/review/definition-changes.ts';

const before: Tool = {
  name: 'book_berth',
  description: 'Book a berth.',
  inputSchema: { type: 'object', properties: { berth: { type: 'string' } } },
};

describe('what changed in a definition', () => {
  it('is told by pointer, with what stood there before and after', () => {
    const after: Tool = {
      ...before,
      description: 'Book a berth and pay for it.',
      inputSchema: { type: 'object', properties: { berth: { type: 'string' }, 'a/b': { type: 'number' } } },
      annotations: { readOnlyHint: true },
      _meta: { shelf: 1 },
    };
    expect(changesBetween(before, after)).toEqual([
      { pointer: '/annotations', after: '{"readOnlyHint":true}' },
      { pointer: '/description', before: 'Book a berth.', after: 'Book a berth and pay for it.' },
      { pointer: '/inputSchema/properties/a~1b', after: '{"type":"number"}' },
    ]);
  });

  it('is nothing where only the order of keys differs, and stays bounded where everything does', () => {
    const turned = { type: 'object', properties: { berth: { type: 'string' } } };
    expect(
      changesBetween(before, { ...before, inputSchema: { properties: turned.properties, type: 'object' } }),
    ).toEqual([]);
    const many = JSON.parse(`{"__proto__":1,${Array.from({ length: 500 }, (_, at) => `"k${at}":1`).join()}}`);
    expect(changesBetween(before, { ...before, inputSchema: many })).toHaveLength(50);
  });
});
