import { type CedarValueJson, isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { cedar } from '../../../src/policy/exporters/cedar.ts';
import { libraryPolicy } from '../library-policy.ts';
import { expectNeverMorePermissive, expectSaid, type FormatEngine } from './format-engine.ts';

/** Arguments as ToolHive hands them over (source: its documentation of Cedar policies); Cedar knows no null. */
function contextOf(given: Record<string, Json>): Record<string, CedarValueJson> {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [`arg_${name}`, value]),
  );
}

/** Cedar's own engine. */
const engine: FormatEngine =
  (text) =>
  ({ tool, arguments: given }) => {
    const answer = isAuthorized({
      principal: { type: 'Client', id: 'agent' },
      action: { type: 'Action', id: 'call_tool' },
      resource: { type: 'Tool', id: tool.toWellFormed() },
      context: contextOf(given),
      policies: { staticPolicies: text },
      entities: [],
    });
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
    expect(answer.response.diagnostics.errors).toEqual([]);
    return answer.response.decision === 'allow' ? 'allowed' : 'denied';
  };

describe('the Cedar export', () => {
  it('writes policies that permit', () => {
    expect(cedar.exportPolicy(libraryPolicy())).toMatchInlineSnapshot(`
      "// toolrisk policy of npm:library-desk: 5 tools, 0 of them in review; run-20261121T010000Z-aaaaaa; rules r1, weights w1

      permit (principal, action == Action::"call_tool", resource == Tool::"find_book");
      "
    `);
  });

  it("is never more permissive than the policy, whatever the names, by Cedar's own engine", () => {
    expectNeverMorePermissive(cedar, engine, { runs: 25 });
  });

  it('denies where the policy limits or asks, and decides like it otherwise', () => {
    expectSaid(cedar, engine, {
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
    const decide = engine(cedar.exportPolicy(policy));
    const outcomes = [{ action: 'list' }, { action: 'burn' }, { action: ['list'] }, {}].map((given) =>
      decide({ tool: 'manage', arguments: given, at: 0, earlier: [] }),
    );
    expect(outcomes).toEqual(['allowed', 'denied', 'denied', 'denied']);
  });
});
