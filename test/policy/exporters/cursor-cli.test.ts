import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import { cursorCli } from '../../../src/policy/exporters/cursor-cli.ts';
import { cursorCliEngine } from '../engines/cursor-cli.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the export for the command line of Cursor', () => {
  it('allows and denies by name', () => {
    expect(JSON.parse(cursorCli.exportPolicy(libraryPolicy()))).toEqual({
      permissions: { allow: ['Mcp(library-desk:find_book)'], deny: ['Mcp(library-desk:burn_book)'] },
    });
  });

  it('is never more permissive than the policy, whatever the names, but that it asks about what it does not know', () => {
    expectNeverMorePermissive(cursorCli, cursorCliEngine, { strangers: 'asked', folds: true });
  });

  it('asks where the policy limits or asks, and decides like it otherwise', () => {
    expectSaid(cursorCli, cursorCliEngine, {
      allow: 'allowed',
      limit: 'asked',
      spent: 'asked',
      ask: 'asked',
      hide: 'denied',
      deny: 'denied',
      unknown: 'asked',
    });
  });

  it('denies names that could mean something else with a wildcard, and allows none of them', () => {
    const { find_book: find, burn_book: burn } = libraryPolicy().tools;
    const tools = byName([
      ['burn (all)', burn!],
      ['books/burn', burn!],
      ['借りる', burn!],
      ['find *', find!],
      ['Books', find!],
      ['books', burn!],
    ]);
    expect(JSON.parse(cursorCli.exportPolicy({ ...libraryPolicy(), tools }))).toEqual({
      permissions: {
        allow: [],
        deny: [
          'Mcp(library-desk:books)',
          'Mcp(library-desk:books/burn)',
          'Mcp(library-desk:burn *all*)',
          'Mcp(library-desk:借りる)',
        ],
      },
    });
  });

  it('writes one text for several servers, and denies those that failed whole', () => {
    const text = cursorCli.exportPolicies!([
      { ...libraryPolicy(), configKey: 'My Desk' },
      { ...libraryPolicy(), configKey: 'a:b' },
      { ...libraryPolicy(), configKey: 'cellar', tools: byName(), deniedBecause: 'it could not be listed (exited)' },
    ]);
    expect(JSON.parse(text)).toEqual({
      permissions: {
        allow: ['Mcp(My Desk:find_book)'],
        deny: ['Mcp(My Desk:burn_book)', 'Mcp(a*b:burn_book)', 'Mcp(cellar:*)'],
      },
    });
  });
});
