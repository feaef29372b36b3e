import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CATEGORIES, type Category } from '../../src/model/category.ts';
import type { ActionVerdict, Classification } from '../../src/model/classification.ts';
import { byName, isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { ArgumentRule, ArgumentSuggestion, Policy } from '../../src/model/policy.ts';
import { parseTool, type Tool } from '../../src/model/tool.ts';
import { derivePolicy } from '../../src/policy/derive-policy.ts';
import { applyOverrides } from '../../src/policy/overrides/apply-overrides.ts';
import { Overrides } from '../../src/policy/overrides/overrides.ts';
import type { Preset } from '../../src/policy/presets.ts';
import { NOW } from './hostile-policies.ts';
import { listedServer, RUN, verdict } from './library-policy.ts';

/** Lists of real servers, which stand beside the project; only their names and schemas are used here. */
export const SNAPSHOTS = new URL('../../../shared/data/snapshots-npm.jsonl', import.meta.url);

/** A category drawn by hash: what a tool really is does not matter for what a format makes of it. */
function drawn(text: string): Category {
  return CATEGORIES[createHash('sha256').update(text).digest().readUInt8(0) % CATEGORIES.length] ?? 'Read';
}

function propertiesOf({ inputSchema }: Tool): [string, Json][] {
  return isJsonObject(inputSchema.properties ?? null) ? Object.entries(inputSchema.properties as JsonObject) : [];
}

function actionsOf(tool: Tool): ActionVerdict[] {
  for (const [name, schema] of propertiesOf(tool)) {
    const values: Json = isJsonObject(schema) ? (schema.enum ?? null) : null;
    if (/^(?:action|operation|command|mode)$/.test(name) && Array.isArray(values))
      return values
        .filter((value) => typeof value === 'string')
        .map((action) => ({
          parameter: `/inputSchema/properties/${name}`,
          action,
          category: drawn(`action ${action}`),
          confidence: 0.99,
        }));
  }
  return [];
}

/** Evidence of an amount in every number, so that caps are suggested wherever the drawn category is about money. */
function evidenceOf(tool: Tool): Classification['evidence'] {
  return propertiesOf(tool).flatMap(([name, schema]) =>
    isJsonObject(schema) && (schema.type === 'number' || schema.type === 'integer')
      ? [{ pointer: `/inputSchema/properties/${name}`, quote: '', signal: 'amount-parameter' }]
      : [],
  );
}

let servers: Tool[][] | undefined;

/** The tools of each server; read once. */
export function readServers(): Tool[][] {
  servers ??= readFileSync(SNAPSHOTS, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { tools }: { tools: unknown[] } = JSON.parse(line);
      return tools.map(parseTool).flatMap((each) => ('tool' in each ? each.tool : []));
    });
  return servers;
}

/** The policy of a server by drawn verdicts, a fifth of them in doubt. */
export function policyOf(tools: readonly Tool[], preset: Preset): Policy {
  const pairs = tools.map((tool) => {
    const actions = actionsOf(tool);
    const doubt = drawn(`doubt ${tool.name}`) === 'Write' ? { needsReview: true, confidence: 0.6 } : {};
    const more = { ...doubt, evidence: evidenceOf(tool), ...(actions.length === 0 ? {} : { actions }) };
    return [tool, verdict(tool, actions.length > 0 ? 'Destructive' : drawn(tool.name), more)] as const;
  });
  return derivePolicy(listedServer(pairs), RUN, preset);
}

/** A rule where one is suggested, as an operator would fill it in. */
function ruleFor({ kind, argument }: ArgumentSuggestion, tool: string): ArgumentRule {
  const otherwise = drawn(`otherwise ${tool}`) === 'Read' ? 'ask' : 'deny';
  if (kind === 'max-amount') return { kind, argument, max: 20, otherwise };
  if (kind === 'allowed-hosts') return { kind, argument, hosts: ['library.example', '*.books.example'], otherwise };
  return { kind, argument, prefixes: ['/shelf', 'docs'], otherwise };
}

/** The policy under overrides that set every suggested rule; undefined where none is. */
export function withRules(policy: Policy): Policy | undefined {
  const suggested = Object.entries(policy.tools).filter(([, rule]) => rule.suggested !== undefined);
  if (suggested.length === 0) return undefined;
  const tools = suggested.map(([name, rule]) => {
    const rules = (rule.suggested ?? []).map((each) => ruleFor(each, name));
    return [name, { because: 'as suggested', arguments: rules }] as const;
  });
  const overrides = Overrides.parse({ version: 1, servers: { [policy.server]: { tools: byName(tools) } } });
  const { policy: overridden, refused } = applyOverrides(policy, overrides);
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  return overridden;
}

const KEPT: { [kind in ArgumentRule['kind']]: Json[] } = {
  'max-amount': [5, '19.99'],
  'allowed-hosts': ['https://library.example/desk', ['old.books.example']],
  'path-prefixes': ['/shelf/a', ['docs/b.md', 'docs']],
};
const BROKEN: { [kind in ArgumentRule['kind']]: Json[] } = {
  'max-amount': [20.01, '1e1', -5],
  'allowed-hosts': ['https://library.example@evil.example/', 'https://evil.example'],
  'path-prefixes': ['/shelf/../etc', '/etc'],
};

/** Calls of a tool: with nothing, with each action, with rules on arguments kept and broken; none before them, and many. */
export function callsOf(tool: Tool, { tools }: Policy) {
  const busy = Array.from({ length: 40 }, (_item, index) => NOW - index * 100);
  const rules = tools[tool.name]?.arguments ?? [];
  const actions = actionsOf(tool).map(({ parameter, action }) => ({ [parameter.split('/').at(-1) ?? '']: action }));
  const kept = [0, 1].map((at) => Object.fromEntries(rules.map(({ kind, argument }) => [argument, KEPT[kind][at]!])));
  const broken = rules.flatMap(({ kind, argument }) =>
    BROKEN[kind].map((value): JsonObject => ({ ...kept[0], [argument]: value })),
  );
  const given = rules.length === 0 ? [] : [...kept, ...broken, ...actions.map((each) => ({ ...kept[0], ...each }))];
  return [{}, ...actions, ...given].flatMap((args) =>
    [[], busy].map((earlier) => ({ tool: tool.name, arguments: args, at: NOW, earlier })),
  );
}
