import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import { cursor } from '../../../src/policy/exporters/cursor.ts';
import { cursorEngine } from '../engines/cursor.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the Cursor export', () => {
  it('lists what may be called without a question, and says in comments what it cannot', () => {
    const text = cursor.exportPolicy(libraryPolicy());
    expect(parse(text)).toEqual({ mcpAllowlist: ['library-desk:find_book'] });
    expect(text).toMatch(/^\/\/ toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-/);
    for (const sentence of cursor.cannotSay) expect(text).toContain(`// ${sentence}\n`);
  });

  it('is never more permissive than the policy, whatever the names, but that it asks where it cannot deny', () => {
    expectNeverMorePermissive(cursor, cursorEngine, { denied: 'asked', folds: true });
  });

  it('allows what the policy allows, and asks about the rest', () => {
    expectSaid(cursor, cursorEngine, {
      allow: 'allowed',
      limit: 'asked',
      spent: 'asked',
      ask: 'asked',
      hide: 'asked',
      deny: 'asked',
      unknown: 'asked',
    });
  });

  it('lets the stricter of two tools count whose names differ in case only', () => {
    const { find_book: find, burn_book: burn } = libraryPolicy().tools;
    const tools = byName([
      ['Books', find!],
      ['books', burn!],
    ]);
    expect(parse(cursor.exportPolicy({ ...libraryPolicy(), tools }))).toEqual({ mcpAllowlist: [] });
  });

  it('writes one list for several servers, without those that failed and those whose key could be a pattern', () => {
    const text = cursor.exportPolicies!([
      { ...libraryPolicy(), configKey: 'My Desk' },
      { ...libraryPolicy(), configKey: 'a:b' },
      { ...libraryPolicy(), configKey: '*' },
      { ...libraryPolicy(), configKey: 'cellar', tools: byName(), deniedBecause: 'it could not be listed (exited)' },
    ]);
    expect(parse(text)).toEqual({ mcpAllowlist: ['My Desk:find_book'] });
    expect(text).toContain('every tool denied because it could not be listed (exited)');
  });
});
