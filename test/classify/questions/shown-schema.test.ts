import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showSchema } from '../../../src/classify/questions/shown-schema.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';

const linesOf = (schema: JsonObject, described = '') => showSchema(schema, described).lines.map((line) => line.text);

describe('showSchema', () => {
  it.each<[string, JsonObject, string[]]>([
    [
      'name, type, need, default, values and description',
      {
        properties: {
          berth: { type: 'integer', default: 3, description: 'Berth number' },
          mode: { type: 'string', enum: ['list', 'delete'] },
        },
        required: ['mode'],
      },
      ['berth: integer = 3 – Berth number', 'mode: string! [list|delete]'],
    ],
    [
      'nested objects and items by their path',
      {
        properties: {
          ships: {
            type: 'array',
            items: { type: 'object', properties: { imo: { type: 'string', description: 'IMO number' } } },
          },
        },
      },
      ['ships: array', 'ships[].imo: string – IMO number'],
    ],
    [
      'every branch that says something',
      {
        properties: {
          to: {
            anyOf: [{ type: 'string', description: 'An e-mail address' }, { type: 'null' }, { const: 'everyone' }],
          },
        },
      },
      ['to: any', 'to: string – An e-mail address', 'to: any [everyone]'],
    ],
    [
      'what a local reference points to, with the words beside it',
      {
        $defs: { Mode: { type: 'string', enum: ['dry', 'live'] } },
        properties: { mode: { $ref: '#/$defs/Mode', description: 'How to run' } },
      },
      ['mode: any – How to run', 'mode: string [dry|live]'],
    ],
    [
      'a parameter whose reference leads nowhere',
      { properties: { crane: { $ref: 'https://example.org/crane.json' } } },
      ['crane: any'],
    ],
    [
      'the name alone where a title was made of it',
      { properties: { file_id: { type: 'string', title: 'File Id' } } },
      ['file_id: string'],
    ],
    [
      'a title that says more',
      { properties: { f: { type: 'string', title: 'Erase first' } } },
      ['f: string – Erase first'],
    ],
    [
      'examples',
      { properties: { q: { type: 'string', examples: ['DROP TABLE ships'] } } },
      ['q: string e.g. DROP TABLE ships'],
    ],
    [
      'words of the whole input',
      { type: 'object', description: 'Removes the berth', properties: {} },
      ['(input) – Removes the berth'],
    ],
    ['nothing for an empty schema', { type: 'object', title: 'dockArguments', properties: {} }, []],
  ])('shows %s', (_what, schema, lines) => {
    expect(linesOf(schema)).toEqual(lines);
  });

  it('does not repeat what the description of the tool says already', () => {
    const description = 'The number of the berth to be freed';
    const schema = { properties: { berth: { type: 'integer', description } } };
    expect(linesOf(schema, `Frees a berth. Args: berth: ${description}`)).toEqual(['berth: integer']);
  });

  it('survives a schema that refers to itself', () => {
    const schema = {
      $defs: { Node: { properties: { child: { $ref: '#/$defs/Node' }, name: { type: 'string' } } } },
      $ref: '#/$defs/Node',
    };
    expect(linesOf(schema)).toContain('name: string');
  });

  it('says so when there is too much to show', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 500 }, (_, number) => [`p${number}`, { type: 'string' }]),
    );
    expect(showSchema({ properties }, '').isIncomplete).toBe(true);
  });

  it('knows for every string where it stands in the schema', () => {
    const leaf = fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'array'),
        description: fc.string(),
        title: fc.string(),
        default: fc.string(),
        enum: fc.array(fc.string(), { maxLength: 3 }),
        examples: fc.array(fc.string(), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    const schemas = fc.letrec((tie) => ({
      node: fc.record(
        {
          properties: fc.dictionary(fc.string(), fc.oneof({ maxDepth: 2 }, leaf, tie('node')), { maxKeys: 3 }),
          items: fc.oneof({ maxDepth: 2 }, leaf, tie('node')),
          anyOf: fc.array(fc.oneof({ maxDepth: 2 }, leaf, tie('node')), { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
    })).node;
    fc.assert(
      fc.property(schemas, (schema) => {
        const tool = { inputSchema: schema as Json };
        for (const line of showSchema(schema as JsonObject, '').lines)
          for (const place of line.places) {
            const { value, lastKey } = at(tool, place.pointer);
            expect([value, lastKey]).toContain(place.text);
          }
      }),
      { numRuns: 150 },
    );
  });
});

/** What an RFC 6901 pointer finds, and the key that it ends with. */
function at(root: Json, pointer: string): { value: Json | undefined; lastKey: string } {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value: Json | undefined = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return { value: undefined, lastKey: '' };
    value = (value as Record<string, Json>)[step];
  }
  return { value, lastKey: steps.at(-1) ?? '' };
}
