import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { byName } from '../../../src/model/json.ts';
import { claudeCode } from '../../../src/policy/exporters/claude-code.ts';
import { libraryPolicy } from '../library-policy.ts';
import { expectNeverMorePermissive, expectSaid, type FormatEngine } from './format-engine.ts';

const Rules = z.array(z.string().regex(/^mcp__[A-Za-z0-9_-]+$/, 'no pattern, no parentheses'));
const Settings = z.strictObject({ permissions: z.strictObject({ allow: Rules, ask: Rules, deny: Rules }) });

/**
 * Claude Code's decision (source: code.claude.com/docs/en/permissions): deny, ask, allow, else the question of the default
 * mode. A rule `mcp__server` names all tools of a server, `mcp__server__tool` one; other characters of a name become `_`.
 */
const engine: FormatEngine = (text) => {
  const { permissions } = Settings.parse(JSON.parse(text));
  return ({ tool }) => {
    const name = `mcp__library-desk__${tool.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
    const isMatch = (rule: string) =>
      rule === name || (rule.split('__').slice(2).join('__') === '' && name.startsWith(`${rule.replace(/_+$/, '')}__`));
    if (permissions.deny.some(isMatch)) return 'denied';
    if (permissions.ask.some(isMatch)) return 'asked';
    return permissions.allow.some(isMatch) ? 'allowed' : 'asked';
  };
};

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
    expectNeverMorePermissive(claudeCode, engine, { strangers: 'asked' });
  });

  it('asks where the policy limits, and decides like it otherwise', () => {
    expectSaid(claudeCode, engine, {
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
});
