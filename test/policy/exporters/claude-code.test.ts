import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import type { ToolRule } from '../../../src/model/policy.ts';
import { claudeCode } from '../../../src/policy/exporters/claude-code.ts';
import { claudeCodeEngine } from '../engines/claude-code.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the Claude Code export', () => {
  it('writes permissions', () => {
    expect(JSON.parse(claudeCode.exportPolicy(libraryPolicy()))).toEqual({
      permissions: {
        allow: ['mcp__library-desk__find_book'],
        ask: ['mcp__library-desk__Lend_Book', 'mcp__library-desk__pay_fine', 'mcp__library-desk__run_script'],
        deny: ['mcp__library-desk__burn_book'],
      },
    });
  });

  it('is never more permissive than the policy, whatever the names, but that it asks about what is new', () => {
    expectNeverMorePermissive(claudeCode, claudeCodeEngine, { strangers: 'asked' });
  });

  it('asks where the policy limits, and decides like it otherwise', () => {
    expectSaid(claudeCode, claudeCodeEngine, {
      allow: 'allowed',
      limit: 'asked',
      spent: 'asked',
      ask: 'asked',
      hide: 'denied',
      deny: 'denied',
      unknown: 'asked',
    });
  });

  it('lets the stricter of two tools count whose names are one to the client', () => {
    const { find_book: find, burn_book: burn } = libraryPolicy().tools;
    const tools = byName([
      ['books.burn', find!],
      ['books_burn', burn!],
    ]);
    expect(JSON.parse(claudeCode.exportPolicy({ ...libraryPolicy(), tools })).permissions).toEqual({
      allow: [],
      ask: [],
      deny: ['mcp__library-desk__books_burn'],
    });
  });

  it('writes one file for several servers under their own keys, and denies those that failed or clash', () => {
    const { find_book: find, pay_fine: pay } = libraryPolicy().tools;
    const policy = (configKey: string, tools: [string, ToolRule][], more = {}) => ({
      ...libraryPolicy(),
      configKey,
      tools: byName(tools),
      ...more,
    });
    const text = claudeCode.exportPolicies!([
      policy('My Desk', [['find_book', find!]]),
      policy('a', [['b__c', pay!]]),
      policy('a__b', [['c', find!]]),
      policy('cellar', [], { deniedBecause: 'it could not be listed (exited)' }),
    ]);
    expect(JSON.parse(text).permissions).toEqual({
      allow: ['mcp__My_Desk__find_book'],
      ask: ['mcp__a__b__c'],
      deny: ['mcp__cellar'],
    });
  });
});
