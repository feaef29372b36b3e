import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/model/policy.ts';
import { cedar } from '../../../src/policy/exporters/cedar.ts';
import { cedarEngine } from '../engines/cedar.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the Cedar export', () => {
  it('writes policies that permit', () => {
    expect(cedar.exportPolicy(libraryPolicy())).toMatchInlineSnapshot(`
      "// toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1
      // It has no rate limits: a limited tool or action is denied.
      // It has no call that waits for a person: such calls are denied.
      // It does not know definitions: a tool that changed since the verdict keeps its rule.
      // A name with a lone surrogate is left out, so the default denies it.
      // An action whose name, or whose argument, is no plain word keeps the rule of its tool.
      // It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.

      permit (principal, action == Action::"call_tool", resource == Tool::"find_book");
      "
    `);
  });

  it("is never more permissive than the policy, whatever the names, by Cedar's own engine", () => {
    expectNeverMorePermissive(cedar, cedarEngine, { runs: 25 });
  });

  it('denies where the policy limits or asks, and decides like it otherwise', () => {
    expectSaid(cedar, cedarEngine, {
      allow: 'allowed',
      limit: 'denied',
      spent: 'denied',
      ask: 'denied',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });

  it('permits the milder actions of a tool that is denied otherwise', () => {
    const { burn_book: burn } = libraryPolicy().tools;
    const list = { category: 'Read' as const, decision: 'allow' as const, limits: [] };
    const tools = { manage: { ...burn!, decision: 'deny' as const, actions: { argument: 'action', rules: { list } } } };
    const policy: Policy = { ...libraryPolicy(), tools };
    const decide = cedarEngine(cedar.exportPolicy(policy));
    const outcomes = [{ action: 'list' }, { action: 'burn' }, { action: ['list'] }, {}].map((given) =>
      decide({ tool: 'manage', arguments: given, at: 0, earlier: [] }),
    );
    expect(outcomes).toEqual(['allowed', 'denied', 'denied', 'denied']);
  });
});
