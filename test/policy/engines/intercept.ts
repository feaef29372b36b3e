import { expect } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Json } from '../../../src/model/json.ts';
import { argumentAt, type FormatEngine, printed, WINDOW_MS } from './format-engine.ts';

const Rule = z
  .strictObject({
    name: z.string().min(1),
    action: z.enum(['evaluate', 'deny']),
    conditions: z
      .array(z.strictObject({ path: z.string().startsWith('args.'), op: z.literal('in'), value: z.array(z.string()) }))
      .min(1)
      .optional(),
    rate_limit: z
      .string()
      .regex(/^[1-9]\d*\/(?:minute|hour|day)$/)
      .optional(),
    on_deny: z.string().optional(),
  })
  .refine(
    ({ action, rate_limit, conditions }) =>
      [action === 'deny', rate_limit !== undefined, conditions !== undefined].filter(Boolean).length === 1,
    'a rule denies, limits or checks arguments',
  );
/** Intercept's policy as its `validate` command accepts it (source: PolicyLayer/Intercept, internal/config). */
const InterceptPolicy = z
  .strictObject({
    version: z.literal('1'),
    description: z.string(),
    default: z.enum(['allow', 'deny']),
    hide: z.array(z.string().refine((name) => name.trim() !== '', 'blank')),
    tools: z.map(z.string(), z.map(z.literal('rules'), z.array(z.unknown()))),
  })
  .refine(({ hide }) => new Set(hide).size === hide.length, 'the same tool is hidden twice');

function read(text: string) {
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  const top = z.map(z.string(), z.unknown()).parse(document.toJS({ mapAsMap: true }));
  return InterceptPolicy.parse(Object.fromEntries(top));
}

/** Maps with keys of our own as objects. */
function asObjects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asObjects);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([key, each]) => [String(key), asObjects(each)]));
}

function rulesOf(policy: z.infer<typeof InterceptPolicy>, tool: string) {
  const rules = (policy.tools.get(tool)?.get('rules') ?? []).map((rule) => Rule.parse(asObjects(rule)));
  // A limit becomes the counter `state.<tool>._rate_<window>`, which is looked up by what stands before the second dot.
  if (rules.some((rule) => rule.rate_limit !== undefined) && tool.includes('.')) throw new Error('no such counter');
  return rules;
}

/** Intercept's decisions (source: PolicyLayer/Intercept, internal/engine): hidden, then the default, then rules in order. */
export const interceptEngine: FormatEngine = (text) => {
  const policy = read(text);
  const rules = new Map([...policy.tools.keys()].map((name) => [name, rulesOf(policy, name)]));
  return ({ tool, arguments: given, at, earlier }) => {
    if (policy.hide.some((name) => name === tool || name === '*')) return 'denied';
    if (policy.default === 'deny' && !policy.tools.has(tool)) return 'denied';
    for (const { action, rate_limit, conditions } of [...(rules.get(tool) ?? []), ...(rules.get('*') ?? [])]) {
      if (action === 'deny') return 'denied';
      if (conditions?.some(({ path, value }) => !isListed(argumentAt(given, path), value))) return 'denied';
      if (rate_limit === undefined) continue;
      const [max, window] = rate_limit.split('/');
      const span = WINDOW_MS[z.enum(['minute', 'hour', 'day']).parse(window)];
      if (earlier.filter((time) => at - time < span).length >= Number(max)) return 'limited';
    }
    return 'allowed';
  };
};

/** `in` (source: internal/engine/operators.go): numbers alike, or the same when printed. */
function isListed(found: Json | undefined, value: string[]): boolean {
  if (found === undefined) return false;
  return value.some((each) => printed(found) === each || (each.trim() !== '' && Number(found) === Number(each)));
}
