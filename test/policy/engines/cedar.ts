import { type CedarValueJson, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { expect } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import type { FormatEngine } from './format-engine.ts';

/** Arguments as ToolHive hands them over (source: its documentation of Cedar policies); Cedar knows no null and no float. */
function contextOf(given: Record<string, Json>): Record<string, CedarValueJson> {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [`arg_${name}`, isFraction(value) ? decimal(value) : value]),
  );
}

function isFraction(value: Json): value is number {
  return typeof value === 'number' && !Number.isSafeInteger(value);
}

function decimal(value: number): CedarValueJson {
  return { __extn: { fn: 'decimal', arg: value.toFixed(4) } };
}

let texts = 0;

/** Cedar's own engine. */
export const cedarEngine: FormatEngine = (text) => {
  texts += 1;
  const policySet = `policy-${texts % 4}`;
  const parsed = preparsePolicySet(policySet, { staticPolicies: text });
  if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors));
  return ({ tool, arguments: given }) => {
    const answer = statefulIsAuthorized({
      principal: { type: 'Client', id: 'agent' },
      action: { type: 'Action', id: 'call_tool' },
      resource: { type: 'Tool', id: tool.toWellFormed() },
      context: contextOf(given),
      preparsedPolicySetId: policySet,
      entities: [],
    });
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
    expect(answer.response.diagnostics.errors).toEqual([]);
    return answer.response.decision === 'allow' ? 'allowed' : 'denied';
  };
};
