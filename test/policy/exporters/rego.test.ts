import { describe, expect, it } from 'vitest';
import { rego } from '../../../src/policy/exporters/rego.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { HAS_REGO, loadRego, regoEngine } from '../engines/rego.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the Rego export', () => {
  it('writes a module whose rules are one JSON object', () => {
    const text = rego.exportPolicy(libraryPolicy());
    expect(text).toMatch(/^# toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-/);
    expect(text).toContain('\npackage toolrisk["library-desk"]\n\nimport rego.v1\n');
    const [, rules = ''] = /\nrules := (\{\n[\s\S]*?\n\})\n/.exec(text) ?? [];
    const { find_book: find } = JSON.parse(rules.replace(/,\n\}$/, '\n}'));
    expect(find).toMatchObject({ decision: 'allow', limits: [] });
  });
});

describe.skipIf(!HAS_REGO)(
  'the Rego export, by Open Policy Agent (PyPI: opa-golib-python-bindings, which .ci/set-up.mjs installs)',
  () => {
    it('is never more permissive than the policy, whatever the names', () => {
      expectNeverMorePermissive(rego, regoEngine, { runs: 60 });
    });

    it('says everything where the caller counts', () => {
      expectSaid(rego, regoEngine, {
        allow: 'allowed',
        limit: 'allowed',
        spent: 'limited',
        ask: 'asked',
        hide: 'denied',
        deny: 'denied',
        unknown: 'denied',
      });
    });

    it('does not allow a limited call where the caller does not count', () => {
      const { Lend_Book: lend } = libraryPolicy().tools;
      const answer = loadRego(rego.exportPolicy(libraryPolicy()));
      for (const calls of [undefined, {}, { minute: '0' }, { minute: -1 }, { minute: 30 }, { hour: 0 }])
        expect(answer({ tool: 'Lend_Book', calls })).toEqual([
          { decision: 'limit', because: lend?.because, limits: lend?.limits },
          false,
        ]);
    });

    it('asks about a tool whose definition changed, and takes nothing else for the same definition', () => {
      const policy = libraryPolicy();
      const answer = loadRego(rego.exportPolicy(policy));
      const asked = (tool: string, definitionHash: unknown) => answer({ tool, definitionHash });
      expect(asked('find_book', policy.tools.find_book?.definitionHash)).toMatchObject([{ decision: 'allow' }, true]);
      for (const hash of ['0'.repeat(64), 7, null, false, {}])
        expect(asked('find_book', hash)).toMatchObject([{ decision: 'ask' }, false]);
      expect(asked('burn_book', '0'.repeat(64))).toMatchObject([{ decision: 'hide' }, false]);
    });

    it('lets the milder actions of a tool through, but not of a changed one', () => {
      const { burn_book: burn } = libraryPolicy().tools;
      const list = { category: 'Read' as const, decision: 'allow' as const, limits: [] };
      const tools = {
        manage: { ...burn!, decision: 'deny' as const, actions: { argument: 'action', rules: { list } } },
      };
      const answer = loadRego(rego.exportPolicy({ ...libraryPolicy(), tools }));
      const outcomes = [{ action: 'list' }, { action: 'burn' }, { action: ['list'] }, {}, 'list', null].map(
        (given) => (answer({ tool: 'manage', arguments: given }) as [unknown, boolean])[1],
      );
      expect(outcomes).toEqual([true, false, false, false, false, false]);
      expect(answer({ tool: 'manage', arguments: { action: 'list' }, definitionHash: 'x' })).toMatchObject([
        { decision: 'deny' },
        false,
      ]);
    });

    it('denies every tool of a server that may not be called, and says why', () => {
      const text = rego.exportPolicy({ ...libraryPolicy(), tools: {}, deniedBecause: 'its name clashes' });
      expect(loadRego(text)({ tool: 'find_book' })).toMatchObject([
        { decision: 'deny', because: 'Every tool of the server is denied because its name clashes.' },
        false,
      ]);
    });
  },
);
