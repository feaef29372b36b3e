import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import { openai } from '../../../src/policy/exporters/openai.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { openaiEngine } from '../engines/openai.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the OpenAI export', () => {
  it('writes a tool of type mcp', () => {
    expect(JSON.parse(openai.exportPolicy(libraryPolicy()))).toEqual({
      type: 'mcp',
      server_label: 'library-desk',
      allowed_tools: ['Lend_Book', 'find_book', 'pay_fine', 'run_script'],
      require_approval: {
        always: { tool_names: ['Lend_Book', 'pay_fine', 'run_script'] },
        never: { tool_names: ['find_book'] },
      },
    });
  });

  it('is never more permissive than the policy, whatever the names', () => {
    expectNeverMorePermissive(openai, openaiEngine);
  });

  it('requires approval for everything where nothing is allowed, should an empty list be read as no list', () => {
    const nothing = JSON.parse(openai.exportPolicy({ ...libraryPolicy(), tools: byName([]) }));
    expect(nothing).toMatchObject({ allowed_tools: [], require_approval: 'always' });
  });

  it('asks where the policy limits, and decides like it otherwise', () => {
    expectSaid(openai, openaiEngine, {
      allow: 'allowed',
      limit: 'asked',
      spent: 'asked',
      ask: 'asked',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });
});
