import { z } from 'zod';
import type { JsonObject } from '../../../src/model/json.ts';
import { argumentAt, type FormatEngine, printed, WINDOW_MS } from './format-engine.ts';

const Condition = z.strictObject({
  path: z.string().startsWith('args.'),
  op: z.enum(['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in', 'not_in', 'exists', 'regex', 'contains']),
  value: z.unknown(),
});
const Limit = z.strictObject({
  counter: z.string().min(1),
  window: z.enum(['minute', 'hour', 'day']),
  max: z.int().positive(),
  scope: z.literal('grant'),
});
const ToolPolicy = z.strictObject({
  require: z.array(z.unknown()).optional(),
  deny_if: z.array(z.strictObject({ conditions: z.array(Condition), on_deny: z.string() })).optional(),
  limits: z.array(Limit).optional(),
});
/** PolicyLayer's document as its own pages show it. */
const PolicyLayerDocument = z.strictObject({
  version: z.literal('1'),
  default: z.enum(['allow', 'deny']),
  hide: z.array(z.string()),
  all_tools: z.strictObject({ limits: z.array(Limit) }).optional(),
  tools: z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null),
});

/** A condition as the operators' names say it; one on a missing argument holds only where it asks for that. */
function holds({ path, op, value }: z.infer<typeof Condition>, given: JsonObject): boolean {
  const found = argumentAt(given, path);
  if (op === 'exists') return (found !== undefined) === value;
  if (found === undefined) return false;
  const listed = z
    .array(z.unknown())
    .parse(value)
    .some((each) => each === printed(found));
  if (op === 'not_in') return !listed;
  throw new Error(`no ${op} was expected`);
}

/** PolicyLayer's rules as its pages describe them: `hide` and `*` first, then the default, then the tool's own rules. */
export const policylayerEngine: FormatEngine = (text) => {
  const document = PolicyLayerDocument.parse(JSON.parse(text));
  const tools = new Map(Object.entries(document.tools).map(([name, each]) => [name, ToolPolicy.parse(each)]));
  return ({ tool, arguments: given, at, earlier }) => {
    if (document.hide.includes(tool) || document.hide.includes('*')) return 'denied';
    const rules = tools.get(tool) ?? tools.get('*');
    if (rules === undefined) return document.default === 'deny' ? 'denied' : 'allowed';
    if (rules.deny_if?.some(({ conditions }) => conditions.every((each) => holds(each, given)))) return 'denied';
    const spent = (rules.limits ?? []).some(
      ({ window, max }) => earlier.filter((time) => at - time < WINDOW_MS[window]).length >= max,
    );
    return spent ? 'limited' : 'allowed';
  };
};
