import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, type Category } from '../../src/model/category.ts';
import type { ActionVerdict } from '../../src/model/classification.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/model/json.ts';
import type { Policy } from '../../src/model/policy.ts';
import { parseTool, type Tool } from '../../src/model/tool.ts';
import { derivePolicy } from '../../src/policy/derive-policy.ts';
import { evaluateCall } from '../../src/policy/evaluate.ts';
import { EXPORTERS } from '../../src/policy/exporters/index.ts';
import { isAtLeastAsStrict } from './engines/format-engine.ts';
import { CANNOT_DENY, ENGINES } from './engines/index.ts';
import { HAS_REGO } from './engines/rego.ts';
import { NOW } from './hostile-policies.ts';
import { listedServer, RUN, verdict } from './library-policy.ts';

/** Lists of real servers, which stand beside the project; only their names and schemas are used here. */
const SNAPSHOTS = new URL('../../../shared/data/snapshots-npm.jsonl', import.meta.url);

/** Every how many servers one is tried; the figures were taken with all of them, TOOLRISK_EVERY=1. */
const EVERY = Number(process.env.TOOLRISK_EVERY ?? 6);

/** A category drawn by hash: what a tool really is does not matter for what a format makes of it. */
function drawn(text: string): Category {
  return CATEGORIES[createHash('sha256').update(text).digest().readUInt8(0) % CATEGORIES.length] ?? 'Read';
}

function actionsOf({ inputSchema }: Tool): ActionVerdict[] {
  const properties = isJsonObject(inputSchema.properties ?? null) ? inputSchema.properties : {};
  for (const [name, schema] of Object.entries(properties as JsonObject)) {
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

let servers: Tool[][] | undefined;

/** The tools of each server; read once. */
function readServers(): Tool[][] {
  servers ??= readFileSync(SNAPSHOTS, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { tools }: { tools: unknown[] } = JSON.parse(line);
      return tools.map(parseTool).flatMap((each) => ('tool' in each ? each.tool : []));
    });
  return servers;
}

function policyOf(tools: readonly Tool[], preset: 'permissive' | 'recommended' | 'strict'): Policy {
  const pairs = tools.map((tool) => {
    const actions = actionsOf(tool);
    const doubt = drawn(`doubt ${tool.name}`) === 'Write' ? { needsReview: true, confidence: 0.6 } : {};
    const more = { ...doubt, ...(actions.length === 0 ? {} : { actions }) };
    return [tool, verdict(tool, actions.length > 0 ? 'Destructive' : drawn(tool.name), more)] as const;
  });
  return derivePolicy(listedServer(pairs), RUN, preset);
}

/** Calls of a tool: none, each action, many in the last minute. */
function callsOf(tool: Tool) {
  const busy = Array.from({ length: 20 }, (_item, index) => NOW - index * 100);
  const given = actionsOf(tool).map(({ parameter, action }) => ({ [parameter.split('/').at(-1) ?? '']: action }));
  return [{}, ...given].flatMap((args) =>
    [[], busy].map((earlier) => ({ tool: tool.name, arguments: args, at: NOW, earlier })),
  );
}

describe.skipIf(!existsSync(SNAPSHOTS) && process.env.CI === undefined)('the policies of real servers', () => {
  it.each(EXPORTERS.filter(({ id }) => id !== 'rego' || HAS_REGO))(
    'written for $id are valid and never more permissive, with every preset',
    ({ id, exportPolicy }) => {
      const engine = ENGINES[id]!;
      const all = readServers();
      expect(all.length).toBeGreaterThan(300);
      const some = all.filter((_server, index) => index % EVERY === 0);
      const refused: string[] = [];
      for (const preset of ['permissive', 'recommended', 'strict'] as const)
        for (const tools of some) {
          const policy = policyOf(tools, preset);
          const decide = engine(exportPolicy(policy));
          for (const call of tools.flatMap(callsOf)) {
            const exported = decide(call);
            const { outcome } = evaluateCall(policy, call);
            const sayable = outcome === 'denied' && CANNOT_DENY.has(id) ? 'asked' : outcome;
            if (!isAtLeastAsStrict(exported, sayable)) refused.push(`${call.tool}: ${exported} for ${outcome}`);
          }
        }
      expect(refused).toEqual([]);
    },
    300_000,
  );
});
