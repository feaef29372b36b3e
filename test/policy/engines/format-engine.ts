import * as fc from 'fast-check';
import { expect } from 'vitest';
import { isJsonObject, type Json, type JsonObject } from '../../../src/model/json.ts';
import type { Decision, Policy } from '../../../src/model/policy.ts';
import type { Outcome } from '../../../src/policy/evaluate.ts';
import { evaluateCall, OUTCOMES } from '../../../src/policy/evaluate.ts';
import { foldedName } from '../../../src/policy/folded-name.ts';
import type { PolicyExporter } from '../../../src/policy/policy-exporter.ts';
import {
  ACTION_VALUES,
  callArguments,
  earlierCalls,
  HOSTILE_NAMES,
  hostilePolicy,
  NOW,
  toolName,
  UNIFORM_POLICIES,
} from '../hostile-policies.ts';
import { libraryPolicy } from '../library-policy.ts';

/** A call as an enforcing program sees it. */
type SeenCall = { tool: string; arguments: JsonObject; at: number; earlier: readonly number[] };

/** What the policies of the tests call their server. */
export const LIBRARY = 'library-desk';

/**
 * Loads an exported text as an enforcing program does, throws when it is invalid, and gives what becomes of a call; the
 * text may speak of several servers, of which the named one is meant.
 */
export type FormatEngine = (text: string, server?: string) => (call: SeenCall) => Outcome;

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
export function isAtLeastAsStrict(outcome: Outcome, than: Outcome): boolean {
  return OUTCOMES.indexOf(outcome) >= OUTCOMES.indexOf(than);
}

/**
 * Checks on many policies over hostile names that an export is valid and never more permissive than the policy. A
 * client that cannot deny what it does not know gives `strangers` another outcome than denied, and one that cannot deny
 * at all gives it for `denied` too. One that `folds` names takes a tool that it does not know for a known one whose name
 * differs in case or normal form only.
 */
export function expectNeverMorePermissive(
  exporter: PolicyExporter,
  engine: FormatEngine,
  {
    denied = 'denied',
    strangers = denied,
    folds = false,
    runs = 150,
  }: { denied?: Outcome; strangers?: Outcome; folds?: boolean; runs?: number } = {},
): void {
  const expectStrict = (policy: Policy, decide: ReturnType<FormatEngine>, call: SeenCall) => {
    const exported = decide(call);
    const isTwin = (known: string) => foldedName(known) === foldedName(call.tool);
    if (folds && !Object.hasOwn(policy.tools, call.tool) && Object.keys(policy.tools).some(isTwin)) return;
    const decided = evaluateCall(policy, call).outcome;
    const known = decided === 'denied' ? denied : decided;
    const outcome = Object.hasOwn(policy.tools, call.tool) ? known : strangers;
    const what = `${JSON.stringify([call.tool, call.arguments])}: ${exported} for ${outcome}`;
    expect(isAtLeastAsStrict(exported, outcome), what).toBe(true);
  };
  for (const policy of UNIFORM_POLICIES) {
    const decide = engine(exporter.exportPolicy(policy));
    for (const tool of HOSTILE_NAMES)
      for (const action of ACTION_VALUES)
        expectStrict(policy, decide, { tool, arguments: { action }, at: NOW, earlier: [NOW, NOW - 1] });
  }
  fc.assert(
    fc.property(
      hostilePolicy,
      fc.array(toolName, { maxLength: 4 }),
      earlierCalls,
      callArguments,
      (policy, others, ages, given) => {
        const decide = engine(exporter.exportPolicy(policy));
        for (const tool of [...Object.keys(policy.tools), ...others, ...HOSTILE_NAMES]) {
          const call = { tool, arguments: given, at: NOW, earlier: ages.map((age) => NOW - age) };
          expectStrict(policy, decide, call);
        }
      },
    ),
    { numRuns: runs },
  );
}

/** What a format makes of each decision on a plain name; `limit` within and beyond the limit. */
export type Said = { [decision in Exclude<Decision, 'limit'> | 'limit' | 'spent' | 'unknown']: Outcome };

/** Checks on plain names, for every preset, that the export does what the format can say. */
export function expectSaid(exporter: PolicyExporter, engine: FormatEngine, said: Said): void {
  for (const preset of ['permissive', 'recommended', 'strict'] as const) {
    const policy = libraryPolicy(preset);
    const decide = engine(exporter.exportPolicy(policy));
    expect(decide({ tool: 'steal_book', arguments: {}, at: NOW, earlier: [] })).toBe(said.unknown);
    for (const [tool, { decision, limits }] of Object.entries(policy.tools)) {
      const after = (calls: number) => Array.from({ length: calls }, () => NOW - 1000);
      expect(decide({ tool, arguments: {}, at: NOW, earlier: [] }), `${preset} ${tool}`).toBe(said[decision]);
      for (const { max } of limits) {
        expect(decide({ tool, arguments: {}, at: NOW, earlier: after(max - 1) })).toBe(said.limit);
        expect(decide({ tool, arguments: {}, at: NOW, earlier: after(max) })).toBe(said.spent);
      }
    }
  }
}

/** Characters that no exported text may hold raw: they act on terminals or hide what stands there. */
export const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
