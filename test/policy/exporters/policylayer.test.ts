import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { byName, type JsonObject } from '../../../src/model/json.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { policylayer } from '../../../src/policy/exporters/policylayer.ts';
import { libraryPolicy } from '../library-policy.ts';
import {
  argumentAt,
  expectNeverMorePermissive,
  expectSaid,
  type FormatEngine,
  printed,
  type Said,
  WINDOW_MS,
} from './format-engine.ts';

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
const engine: FormatEngine = (text) => {
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

const SAID: Said = {
  allow: 'allowed',
  limit: 'allowed',
  spent: 'limited',
  ask: 'denied',
  hide: 'denied',
  deny: 'denied',
  unknown: 'denied',
};

describe('the PolicyLayer export', () => {
  it('writes the document that its pages recommend', () => {
    expect(JSON.parse(policylayer.exportPolicy(libraryPolicy()))).toEqual({
      version: '1',
      default: 'deny',
      hide: ['burn_book'],
      tools: {
        Lend_Book: { limits: [{ counter: 'lend_book_rate', window: 'minute', max: 30, scope: 'grant' }] },
        find_book: {},
        pay_fine: { deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] },
        run_script: { limits: [{ counter: 'run_script_rate', window: 'minute', max: 10, scope: 'grant' }] },
      },
    });
  });

  it('is never more permissive than the policy, whatever the names', () => {
    expectNeverMorePermissive(policylayer, engine);
  });

  it('decides like the policy on plain names, but that it denies where a person should be asked', () => {
    expectSaid(policylayer, engine, SAID);
  });

  it('leaves a tool that is called like a wildcard to the default', () => {
    const find = libraryPolicy().tools.find_book!;
    const policy: Policy = {
      ...libraryPolicy(),
      tools: byName([
        ['*', find],
        ['get_*', { ...find, decision: 'hide' }],
      ]),
    };
    expect(JSON.parse(policylayer.exportPolicy(policy))).toEqual({
      version: '1',
      default: 'deny',
      hide: [],
      tools: {},
    });
  });
});
