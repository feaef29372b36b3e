import { z } from 'zod';
import { CATEGORIES } from '../../../src/model/category.ts';
import type { Outcome } from '../../../src/policy/evaluate.ts';
import { type FormatEngine, WINDOW_MS } from './format-engine.ts';

const Verdict = z.strictObject({
  category: z.enum(CATEGORIES),
  decision: z.enum(['allow', 'limit', 'ask', 'hide', 'deny']),
  limits: z.array(z.strictObject({ max: z.int().min(1), window: z.enum(['minute', 'hour', 'day']) })).optional(),
  needsReview: z.literal(true).optional(),
});
const Verdicts = z.strictObject({
  run: z.string(),
  versions: z.record(z.string(), z.string()),
  toolSetHash: z.hex().length(64),
  deniedBecause: z.string().optional(),
  inReview: z.int().min(0),
  omitted: z.int().min(0),
  default: z.literal('deny'),
  tools: z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null),
});
const KEY = 'io.modelcontextprotocol.registry/publisher-provided';
const Meta = z.strictObject({ _meta: z.strictObject({ [KEY]: z.strictObject({ toolrisk: Verdicts }) }) });

const OUTCOME: Readonly<Record<string, Outcome>> = { allow: 'allowed', ask: 'asked', hide: 'denied', deny: 'denied' };

/**
 * A reader of the verdicts in a registry's entry (source: modelcontextprotocol/registry, Official Registry Server.json
 * Requirements): no other key of `_meta` is kept, and more than 4096 bytes under it are refused.
 */
export const registryMetaEngine: FormatEngine = (text) => {
  const { [KEY]: provided } = Meta.parse(JSON.parse(text))._meta;
  if (goBytes(provided) > 4096) throw new Error('the publisher-provided extension is too large');
  const { tools } = provided.toolrisk;
  const verdicts = new Map(Object.entries(tools).map(([name, each]) => [name, Verdict.parse(each)]));
  return ({ tool, at, earlier }) => {
    const verdict = verdicts.get(tool);
    if (verdict === undefined) return 'denied';
    const limits = verdict.limits ?? [];
    const isSpent =
      limits.length === 0 ||
      limits.some(({ max, window }) => earlier.filter((time) => at - time < WINDOW_MS[window]).length >= max);
    return OUTCOME[verdict.decision] ?? (isSpent ? 'limited' : 'allowed');
  };
};

/** Bytes of a value as Go's encoding/json writes it. */
function goBytes(value: unknown): number {
  const text = JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, String.raw`\u0000`);
  return Buffer.byteLength(text.replaceAll(/(?<!\\)((?:\\\\)*)\\[bf]/g, String.raw`$1\u0000`));
}
