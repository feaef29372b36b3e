import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Classification } from '../../src/model/classification.ts';
import { derivePolicy } from '../../src/policy/derive-policy.ts';
import { evaluateCall } from '../../src/policy/evaluate.ts';
import { EXPORTERS } from '../../src/policy/exporters/index.ts';
import { writePolicy } from '../../src/policy/write-policy.ts';
import { isAtLeastAsStrict } from './engines/format-engine.ts';
import { CANNOT_DENY, ENGINES } from './engines/index.ts';
import { HAS_REGO } from './engines/rego.ts';
import { NOW } from './hostile-policies.ts';
import { libraryTool, listedServer, RUN, verdict } from './library-policy.ts';

/** What the fixture holds of a tool: its name and its verdict (`npm run twenty` writes it). */
type Recorded = { name: string } & Pick<
  Classification,
  'category' | 'confidence' | 'probabilities' | 'needsReview' | 'definitionHash' | 'actions'
>;

const SERVERS: { server: string; tools: Recorded[] }[] = JSON.parse(
  readFileSync(new URL('twenty-servers.json', import.meta.url), 'utf8'),
);

/** Formats that say all that a policy does with a call. */
const SAY_ALL = new Set(['neutral', 'rego']);

/** Calls of a tool: with no arguments and with each action; none before them, and many. */
function callsOf({ name, actions = [] }: Recorded) {
  const busy = Array.from({ length: 40 }, (_item, index) => NOW - index * 100);
  const given = actions.map(({ parameter, action }) => ({ [parameter.split('/').at(-1) ?? '']: action }));
  return [{}, ...given].flatMap((args) =>
    [[], busy].map((earlier) => ({ tool: name, arguments: args, at: NOW, earlier })),
  );
}

describe('the policies of twenty published servers', () => {
  it('are of servers with actions and of every category', () => {
    const tools = SERVERS.flatMap((each) => each.tools);
    expect(SERVERS).toHaveLength(20);
    expect(new Set(tools.map(({ category }) => category)).size).toBe(5);
    expect(tools.filter(({ actions = [] }) => actions.length > 1).length).toBeGreaterThan(5);
  });

  it.each(EXPORTERS.filter(({ id }) => id !== 'rego' || HAS_REGO))(
    'written for $id are valid and never more permissive, and the same where the format says all',
    (exporter) => {
      const wrong: string[] = [];
      for (const preset of ['permissive', 'recommended', 'strict'] as const)
        for (const { tools } of SERVERS) {
          const pairs = tools.map((each) => {
            const { name, category, ...more } = each;
            const tool = libraryTool(name);
            return [tool, verdict(tool, category, more)] as const;
          });
          const policy = derivePolicy(listedServer(pairs), RUN, preset);
          const decide = ENGINES[exporter.id]!(writePolicy(exporter, policy));
          for (const call of tools.flatMap(callsOf)) {
            const exported = decide(call);
            const { outcome } = evaluateCall(policy, call);
            const sayable = outcome === 'denied' && CANNOT_DENY.has(exporter.id) ? 'asked' : outcome;
            const right = SAY_ALL.has(exporter.id) ? exported === outcome : isAtLeastAsStrict(exported, sayable);
            if (!right) wrong.push(`${preset} ${call.tool}: ${exported} for ${outcome}`);
          }
        }
      expect(wrong).toEqual([]);
    },
    300_000,
  );
});
