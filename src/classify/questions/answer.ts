import { z } from 'zod';
import { CATEGORIES, EFFECTS } from '../../model/category.ts';

/** Shape of the model's judgement of one tool. */
const ToolAnswer = z.object({
  /** Number of the tool in the question. */
  i: z.number(),
  name: z.string(),
  category: z.enum(CATEGORIES),
  effects: z.array(z.enum(EFFECTS)),
  confidence: z.number(),
  quotes: z.array(z.object({ pointer: z.string(), quote: z.string() })),
  rationale: z.string(),
});
/** Shape of a whole answer: what we ask for, strictly. */
export const ANSWER = { name: 'judgements', schema: z.object({ tools: z.array(ToolAnswer) }) };

const loose = z
  .union([z.literal(EFFECTS), z.unknown().transform(() => undefined)])
  .array()
  .transform((effects) => [...new Set(effects.filter((effect) => effect !== undefined))]);

/** Longest rationale and quote that are kept of an answer. */
const MAX_TEXT = 600;
const text = z.string().transform((given) => given.slice(0, MAX_TEXT));

/** Shape of an element as servers without schemas send it: what can be set right is, what cannot fails. */
export const LooseToolAnswer = z.looseObject({
  i: z.coerce.number().int().nonnegative(),
  name: z.string().optional(),
  category: z.literal(CATEGORIES),
  effects: loose.catch([]),
  confidence: z.coerce
    .number()
    .transform((given) => (given > 1 && given <= 100 ? given / 100 : given))
    .pipe(z.number().min(0).max(1))
    .catch(0),
  quotes: z
    .array(
      z
        .looseObject({ pointer: z.string().catch(''), quote: text })
        .optional()
        .catch(undefined),
    )
    .transform((quotes) => quotes.filter((quote) => quote !== undefined).slice(0, 8))
    .catch([]),
  rationale: text.catch(''),
});
/** An element of an answer, set right. */
export type LooseToolAnswer = z.infer<typeof LooseToolAnswer>;
