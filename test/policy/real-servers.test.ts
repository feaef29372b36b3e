import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/model/policy.ts';
import type { Tool } from '../../src/model/tool.ts';
import { deniedPolicy, denyClashes, underKeys } from '../../src/policy/config-policies.ts';
import { evaluateCall } from '../../src/policy/evaluate.ts';
import { EXPORTERS } from '../../src/policy/exporters/index.ts';
import type { PolicyExporter } from '../../src/policy/policy-exporter.ts';
import { PRESETS, type Preset } from '../../src/policy/presets.ts';
import { writePolicies, writePolicy } from '../../src/policy/write-policy.ts';
import { type FormatEngine, isAtLeastAsStrict } from './engines/format-engine.ts';
import { CANNOT_DENY, ENGINES, NAMES_NO_STRANGERS } from './engines/index.ts';
import { HAS_REGO } from './engines/rego.ts';
import { explainStricter } from './explain-stricter.ts';
import { RUN } from './library-policy.ts';
import { callsOf, policyOf, readServers, SNAPSHOTS, withRules } from './real-policies.ts';

/** Every how many servers one is tried; the figures were taken with all of them, TOOLRISK_EVERY=1, which prints them. */
const EVERY = Number(process.env.TOOLRISK_EVERY ?? 6);
/** Open Policy Agent took 140 s for all servers, 362 × 3 policies and 717 more with rules on arguments, beside other work. */
const TIME_LIMIT_MS = EVERY === 1 ? 1_800_000 : 300_000;
/** Servers of one client configuration. */
const CONFIG_SERVERS = 9;

const PRESET_NAMES = Object.keys(PRESETS) as Preset[];

function someServers(): Tool[][] {
  return readServers().filter((_server, index) => index % EVERY === 0);
}

/** What came of comparing exports with policies. */
type Figures = {
  exports: number;
  calls: number;
  looser: string[];
  stricter: Map<string, number>;
  unexplained: string[];
};

const noFigures = (): Figures => ({ exports: 0, calls: 0, looser: [], stricter: new Map(), unexplained: [] });

function compare(
  exporter: PolicyExporter,
  policies: readonly Policy[],
  policy: Policy,
  tools: readonly Tool[],
  decide: ReturnType<FormatEngine>,
  figures: Figures,
): void {
  for (const call of tools.flatMap((tool) => callsOf(tool, policy))) {
    const exported = decide(call);
    const { outcome } = evaluateCall(policy, call);
    const sayable = outcome === 'denied' && CANNOT_DENY.has(exporter.id) ? 'asked' : outcome;
    figures.calls += 1;
    if (exported === sayable) continue;
    const what = `${call.tool} ${JSON.stringify(call.arguments)}: ${exported} for ${outcome}`;
    if (!isAtLeastAsStrict(exported, sayable)) figures.looser.push(what);
    else {
      const why = explainStricter(exporter, policies, policy, call, outcome);
      if (why === undefined) figures.unexplained.push(what);
      else figures.stricter.set(why, (figures.stricter.get(why) ?? 0) + 1);
    }
  }
}

function expectProven(what: string, { exports, calls, looser, stricter, unexplained }: Figures): void {
  if (EVERY === 1) {
    const reasons = [...stricter].map(([why, count]) => `${count} ${why}`).join(', ');
    process.stdout.write(
      `${what}: ${exports} exports, ${calls} calls, ${looser.length} looser; stricter: ${reasons || 0}\n`,
    );
  }
  expect(exports).toBeGreaterThan(0);
  expect(looser).toEqual([]);
  expect(unexplained).toEqual([]);
}

/** Configurations of several servers, the last of each of which failed, with the tools under each key. */
function* configs(preset: Preset) {
  const all = someServers();
  for (let at = 0; at < all.length; at += CONFIG_SERVERS) {
    const byKey = new Map<string, readonly Tool[]>(
      all.slice(at, at + CONFIG_SERVERS).map((tools, index) => [`desk-${index}`, tools] as const),
    );
    const policies = [...byKey].flatMap(([key, tools]) => {
      const policy = policyOf(tools, preset);
      return underKeys({ ...(withRules(policy) ?? policy), server: `npm:${key}` }, [key]);
    });
    const [first] = byKey.values();
    byKey.set('cellar', first ?? []);
    yield {
      byKey,
      policies: denyClashes([...policies, ...underKeys(deniedPolicy('npm:cellar', RUN, 'exited'), ['cellar'])]),
    };
  }
}

describe.skipIf(!existsSync(SNAPSHOTS) && process.env.CI === undefined)('the policies of real servers', () => {
  const formats = EXPORTERS.filter(({ id }) => id !== 'rego' || HAS_REGO);

  it.each(formats)(
    'written for $id are valid, never more permissive, and stricter only where the format says so',
    (exporter) => {
      expect(readServers().length).toBeGreaterThan(300);
      const figures = noFigures();
      for (const preset of PRESET_NAMES)
        for (const tools of someServers()) {
          const policy = policyOf(tools, preset);
          for (const each of [policy, withRules(policy) ?? []].flat()) {
            figures.exports += 1;
            compare(exporter, [each], each, tools, ENGINES[exporter.id]!(writePolicy(exporter, each)), figures);
          }
        }
      expectProven(exporter.id, figures);
    },
    TIME_LIMIT_MS,
  );

  it.each(formats.filter(({ exportPolicies }) => exportPolicies !== undefined))(
    'written for $id in one text for a configuration of several servers are so too',
    (exporter) => {
      const figures = noFigures();
      for (const preset of PRESET_NAMES)
        for (const { byKey, policies } of configs(preset)) {
          const text = writePolicies(exporter, policies) ?? '';
          figures.exports += 1;
          for (const policy of policies) {
            if (policy.deniedBecause !== undefined && NAMES_NO_STRANGERS.has(exporter.id)) continue;
            const key = policy.configKey ?? '';
            compare(exporter, policies, policy, byKey.get(key) ?? [], ENGINES[exporter.id]!(text, key), figures);
          }
        }
      expectProven(`${exporter.id}, configurations`, figures);
    },
    TIME_LIMIT_MS,
  );
});
