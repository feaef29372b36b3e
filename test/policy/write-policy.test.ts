import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byName } from '../../src/model/json.ts';
import type { ArgumentRule, Policy, ToolRule } from '../../src/model/policy.ts';
import { evaluateCall } from '../../src/policy/evaluate.ts';
import { EXPORTERS } from '../../src/policy/exporters/index.ts';
import { writePolicy } from '../../src/policy/write-policy.ts';
import { isAtLeastAsStrict } from './engines/format-engine.ts';
import { CANNOT_DENY, ENGINES } from './engines/index.ts';
import { callArguments, hostilePolicy, NOW } from './hostile-policies.ts';

const rules = fc.array(
  fc.record({
    kind: fc.constant('max-amount' as const),
    argument: fc.constantFrom('action', 'fine'),
    max: fc.constantFrom(0, 5),
    otherwise: fc.constantFrom('ask' as const, 'deny' as const),
  }),
  { minLength: 1, maxLength: 2 },
);

function withRules(policy: Policy, some: readonly ArgumentRule[]): Policy {
  const tools = Object.entries(policy.tools).map(([name, rule]): [string, ToolRule] => [
    name,
    { ...rule, arguments: [...some] },
  ]);
  return { ...policy, tools: byName(tools) };
}

describe('writing a policy with rules on arguments', () => {
  it.each(EXPORTERS)('for $id lets through no call that breaks one', (exporter) => {
    fc.assert(
      fc.property(hostilePolicy, rules, callArguments, fc.constantFrom(1, 9, '5', null), (bare, some, given, fine) => {
        const policy = withRules(bare, some);
        const decide = ENGINES[exporter.id]!(writePolicy(exporter, policy));
        for (const tool of Object.keys(policy.tools)) {
          const call = { tool, arguments: { ...given, fine }, at: NOW, earlier: [] };
          const [exported, { outcome: decided }] = [decide(call), evaluateCall(policy, call)];
          const outcome = decided === 'denied' && CANNOT_DENY.has(exporter.id) ? 'asked' : decided;
          expect(isAtLeastAsStrict(exported, outcome), `${JSON.stringify(call)}: ${exported} for ${outcome}`).toBe(
            true,
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});
