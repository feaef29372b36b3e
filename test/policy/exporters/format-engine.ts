import * as fc from 'fast-check';
import { expect } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Outcome } from '../../../src/policy/evaluate.ts';
import { evaluateCall, OUTCOMES } from '../../../src/policy/evaluate.ts';
import type { PolicyExporter } from '../../../src/policy/policy-exporter.ts';
import { callArguments, earlierCalls, HOSTILE_NAMES, hostilePolicy, NOW, toolName } from '../hostile-policies.ts';

/** A call as an enforcing program sees it. */
export type SeenCall = { tool: string; arguments: JsonObject; at: number; earlier: readonly number[] };

/** What an enforcing program does with a call under an exported text: throws when the text is invalid. */
export type FormatEngine = (text: string, call: SeenCall) => Outcome;

/** Milliseconds of the windows. */
export const WINDOW_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The argument at a dotted path such as `args.action`, as gateways walk it. */
export function argumentAt(given: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = given;
  for (const part of path.split('.').slice(1))
    value = isJsonObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
}

/** A value as text, as gateways compare it. */
export function printed(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Says that an outcome lets no more through than another: each outcome is stricter than the ones before it. */
function isAtLeastAsStrict(outcome: Outcome, than: Outcome): boolean {
  return OUTCOMES.indexOf(outcome) >= OUTCOMES.indexOf(than);
}

/** Checks on many policies over hostile names that an export is valid and never more permissive than the policy. */
export function expectNeverMorePermissive(exporter: PolicyExporter, engine: FormatEngine): void {
  fc.assert(
    fc.property(
      hostilePolicy,
      fc.array(toolName, { maxLength: 4 }),
      earlierCalls,
      callArguments,
      (policy, strangers, ages, given) => {
        const text = exporter.exportPolicy(policy);
        for (const tool of [...Object.keys(policy.tools), ...strangers, ...HOSTILE_NAMES]) {
          const call = { tool, arguments: given, at: NOW, earlier: ages.map((age) => NOW - age) };
          const exported = engine(text, call);
          const { outcome } = evaluateCall(policy, call);
          expect(isAtLeastAsStrict(exported, outcome), `${JSON.stringify(tool)}: ${exported} for ${outcome}`).toBe(
            true,
          );
        }
      },
    ),
    { numRuns: 150 },
  );
}
