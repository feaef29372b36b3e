import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { countParameters, parametersOf } from '../../src/report/parameters.ts';

describe('parametersOf', () => {
  it('reads what a schema declares', () => {
    const schema: JsonObject = {
      type: 'object',
      required: ['berth', 'tide'],
      properties: {
        berth: { type: 'string', description: 'Where it lies' },
        tide: { type: ['number', 'null'] },
        flags: { type: 'array', items: { type: 'string' } },
        quay: { enum: ['north', 7] },
        anything: true,
      },
    };
    expect(parametersOf(schema)).toEqual([
      { name: 'berth', type: 'string', isRequired: true, description: 'Where it lies', choices: [] },
      { name: 'tide', type: 'number or null', isRequired: true, description: '', choices: [] },
      { name: 'flags', type: 'list of string', isRequired: false, description: '', choices: [] },
      { name: 'quay', type: 'any', isRequired: false, description: '', choices: ['north', '7'] },
      { name: 'anything', type: 'any', isRequired: false, description: '', choices: [] },
    ]);
  });

  it.each<JsonObject>([{}, { properties: null }, { properties: [] }, { properties: 'x', required: 'y' }])(
    'finds none in %j',
    (schema) => {
      expect(parametersOf(schema)).toEqual([]);
    },
  );

  it('takes a hostile name for a name', () => {
    const schema = JSON.parse('{"properties":{"__proto__":{"type":7}},"required":["__proto__"]}');
    expect(parametersOf(schema)).toMatchObject([{ name: '__proto__', type: 'any', isRequired: true }]);
    expect(countParameters(parametersOf(schema))).toBe('1, 1 required');
  });
});
