import { describe, expect, it } from 'vitest';
import { judgeByRules } from '../../src/classify/rules.ts';
import type { Tool } from '../../src/model/tool.ts';
import { read } from './reading.ts';

/** Long enough for what is quadratic to be noticed, short enough for what is linear not to be. */
const LONG = 400_000;
const LIMIT_MS = 3_000;

const properties = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, { type: 'string' }]));

describe('reading a hostile definition', () => {
  it.each([
    ['open brackets', { name: 'x', description: '('.repeat(LONG) }],
    ['one endless word', { name: 'x', description: 'delete'.repeat(LONG / 6) }],
    ['blanks', { name: 'x', description: `delete${' '.repeat(LONG)}it` }],
    ['verbs only', { name: 'x', description: 'create, '.repeat(LONG / 8) }],
    ['negations', { name: 'x', description: 'does not '.repeat(LONG / 9) }],
    ['zero-width characters', { name: 'x', description: 'd\u200be\u200b'.repeat(LONG / 4) }],
    ['tag characters', { name: 'x', description: '\u{1f3f4}\u{e0061}'.repeat(LONG / 4) }],
    ['look-alikes', { name: 'x', description: 'd\u0435'.repeat(LONG / 2) }],
    ['Chinese without an end', { name: 'x', description: '删除问卷'.repeat(LONG / 4) }],
    ['a long name', { name: 'deleteUserAndListUsers'.repeat(LONG / 22) }],
    ['a glued name', { name: 'listuserslistuserslistuserslistusersx' }],
    ['many properties', { name: 'x', inputSchema: { type: 'object', properties: properties(20_000) } }],
    [
      'many actions',
      {
        name: 'x',
        inputSchema: {
          type: 'object',
          properties: { action: { enum: Array.from({ length: 20_000 }, (_, at) => `delete_${at}`) } },
        },
      },
    ],
    [
      'a list of actions without an end',
      { name: 'x', inputSchema: { type: 'object', properties: { action: { description: 'a,'.repeat(LONG / 2) } } } },
    ],
    [
      'names of the prototype',
      {
        name: '__proto__',
        description: 'constructor',
        inputSchema: {
          type: 'object',
          properties: JSON.parse('{"__proto__": {"enum": ["constructor", "toString"]}, "constructor": {}}'),
        },
      },
    ],
  ] as readonly (readonly [string, Pick<Tool, 'name'> & Partial<Tool>])[])(
    'made of %s takes linear time',
    (_what, tool) => {
      const started = performance.now();
      const { subject, facts } = read(tool, { siblings: Array.from({ length: 500 }, (_, at) => `get_${at}`) });
      expect(judgeByRules(subject, facts).rule).toBeTruthy();
      expect(performance.now() - started).toBeLessThan(LIMIT_MS);
    },
  );

  it('says that it was too long to be read whole', () => {
    const keys = read({ name: 'x', description: 'Reads a survey. '.repeat(2000) }).facts.map(
      ({ signal, key }) => `${signal}:${key}`,
    );
    expect(keys).toContain('missing-knowledge:too-long');
    const wide = read({ name: 'x', inputSchema: { type: 'object', properties: properties(300) } }).facts;
    expect(wide.map(({ key }) => key)).toContain('too-long');
  });
});
