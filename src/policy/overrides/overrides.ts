import { z } from 'zod';
import { ArgumentRule, DECISIONS, Limit } from '../../model/policy.ts';
import { isAllowedHost } from '../arguments/host.ts';
import { isPathPrefix } from '../arguments/path.ts';

/** The operator's reason, shown beside the rule. */
const because = z.string().trim().min(1, 'say why').max(500);
const decision = z.enum(DECISIONS);
const limits = z.array(z.strictObject(Limit.shape)).min(1);

type Limited = { decision?: unknown; limits?: unknown };
const limitsFit = ({ decision: chosen, limits: given }: Limited) => (chosen === 'limit') === (given !== undefined);
const LIMITS_FIT = { message: 'limits and the decision `limit` belong together', path: ['limits'] };

const Rule = ArgumentRule.superRefine((rule, context) => {
  if (rule.kind === 'max-amount') return;
  const [field, texts, isRight] =
    rule.kind === 'allowed-hosts'
      ? (['hosts', rule.hosts, isAllowedHost] as const)
      : (['prefixes', rule.prefixes, isPathPrefix] as const);
  const right = field === 'hosts' ? 'a host such as example.com, *.example.com or example.com:8080' : 'a plain folder';
  for (const [index, text] of texts.entries())
    if (!isRight(text)) context.addIssue({ code: 'custom', path: [field, index], message: `write ${right}` });
});

/** Shape of an override of every tool of a server that is not named: it never loosens a severe one. */
const AllOverride = z.strictObject({ because, decision, limits: limits.optional() }).refine(limitsFit, LIMITS_FIT);

/** Shape of an override of one tool. What it does not name stays as derived. */
export const ToolOverride = z
  .strictObject({
    because,
    /** Replaces decision, limits and rules of actions. */
    decision: decision.optional(),
    limits: limits.optional(),
    /** Rules that every call must keep. */
    arguments: z.array(Rule).min(1).optional(),
    /** Calls that may do more than the tool: their `argument` names one of these actions. */
    actions: z
      .strictObject({
        argument: z.string().min(1),
        rules: z.record(
          z.string(),
          z.strictObject({ decision, limits: limits.optional() }).refine(limitsFit, LIMITS_FIT),
        ),
      })
      .optional(),
    /** Must be true where the override lets an Execute, Destructive or Financial tool do more. */
    loosen: z.boolean().default(false),
    /** Binds the override to this definition: for another one it asks. */
    definitionHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'write the 64 hex digits of a definition hash')
      .optional(),
  })
  .refine(limitsFit, LIMITS_FIT)
  .refine(({ decision: chosen, actions }) => chosen !== 'hide' || actions === undefined, {
    message: 'a hidden tool has no actions that may be called: write deny',
    path: ['decision'],
  });
/** An override of one tool. */
export type ToolOverride = z.infer<typeof ToolOverride>;

/** Shape of an overrides file: by server id, or by the beginning of ids and `*`. */
export const Overrides = z.strictObject({
  version: z.union([z.literal(1), z.literal('1')]),
  servers: z.record(
    z.string().regex(/^[^*]*\*?$/, 'write a server id, or how ids begin and one *'),
    z.strictObject({ all: AllOverride.optional(), tools: z.record(z.string().min(1), ToolOverride).default({}) }),
  ),
});
/** What an operator changes of derived policies. */
export type Overrides = z.infer<typeof Overrides>;
