import { describe, expect, it } from 'vitest';
import { intercept } from '../../../src/policy/exporters/intercept.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { interceptEngine } from '../engines/intercept.ts';
import { NOW } from '../hostile-policies.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the Intercept export', () => {
  it('writes YAML that a person can read', () => {
    expect(intercept.exportPolicy(libraryPolicy())).toMatchInlineSnapshot(`
      "# toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1
      # It has no call that waits for a person: such calls are denied with the reason.
      # It does not know definitions: a tool that changed since the verdict keeps its rule.
      # It cannot count the calls of a tool whose name holds a dot: such a tool is denied where it should be limited.
      # It limits tools, not actions: the tightest limit of all callable actions holds for each of them.
      # A name with a wildcard in it is left out, so the default denies it.
      # An action whose name, or whose argument, is no plain word keeps the rule of its tool.
      # It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.

      version: "1"
      description: "toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1"
      default: "deny"
      hide:
        - "burn_book"
      tools:
        "Lend_Book":
          rules:
            - name: "at most 30 calls a minute"
              action: "evaluate"
              rate_limit: "30/minute"
        "find_book":
          rules: []
        "pay_fine":
          rules:
            - name: "approval"
              action: "deny"
              on_deny: "Requires human approval."
        "run_script":
          rules:
            - name: "at most 10 calls a minute"
              action: "evaluate"
              rate_limit: "10/minute"
      "
    `);
  });

  it('is never more permissive than the policy, whatever the names', () => {
    expectNeverMorePermissive(intercept, interceptEngine);
  });

  it('decides like the policy on plain names, but that it denies where a person should be asked', () => {
    expectSaid(intercept, interceptEngine, {
      allow: 'allowed',
      limit: 'allowed',
      spent: 'limited',
      ask: 'denied',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });

  it('denies a limited tool whose name holds a dot, as its calls cannot be counted', () => {
    const policy = libraryPolicy();
    const limited = policy.tools.Lend_Book!;
    const text = intercept.exportPolicy({ ...policy, tools: { 'books.lend': limited } });
    expect(interceptEngine(text)({ tool: 'books.lend', arguments: {}, at: NOW, earlier: [] })).toBe('denied');
  });
});
