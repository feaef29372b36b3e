import { rankOf } from '../../model/category.ts';
import { stringifyJson } from '../../model/escape/json.ts';
import { byName } from '../../model/json.ts';
import type { Policy, ToolRule } from '../../model/policy.ts';
import type { PolicyExporter } from '../policy-exporter.ts';

/** The only key of `_meta` that the official registry keeps, and the most bytes of JSON that it takes there. */
const PUBLISHER_PROVIDED = 'io.modelcontextprotocol.registry/publisher-provided';
const MAX_BYTES = 4096;

/**
 * Verdicts as the `_meta` object of a registry's server.json entry (modelcontextprotocol/registry, Official Registry
 * Server.json Requirements, schema 2025-12-11). Whoever reads it treats a tool that is not named as denied.
 */
export const registryMeta: PolicyExporter = {
  id: 'registry-meta',
  title: "verdicts for the _meta of a registry's server.json (JSON)",
  extension: 'json',
  cannotSay: [
    'It tells and enforces nothing: whoever reads it must act on it.',
    'It has room for 4096 bytes: tools that do not fit, the mildest first, are counted in omitted and denied.',
    'It names no definition: the verdicts hold while the list of tools has the toolSetHash.',
    'It names no actions: a multi-action tool keeps the rule of its gravest action.',
    'A name with a lone surrogate is left out, so it is denied.',
    'It knows no rules on arguments: a tool with them keeps the strictest decision that breaking one leads to.',
  ],
  exportPolicy: (policy) =>
    `${stringifyJson({ _meta: { [PUBLISHER_PROVIDED]: { toolrisk: verdictsOf(policy) } } }, 2)}\n`,
};

function verdictsOf(policy: Policy) {
  const { toolSetHash, run, versions, default: fallback, deniedBecause } = policy;
  const rules = Object.entries(policy.tools);
  const write = (named: readonly (readonly [string, ToolRule])[]) => ({
    run,
    versions,
    toolSetHash,
    ...(deniedBecause === undefined ? {} : { deniedBecause }),
    inReview: rules.filter(([, { needsReview }]) => needsReview).length,
    omitted: rules.length - named.length,
    default: fallback,
    tools: byName(named.map(([name, rule]) => [name, verdictOf(rule)] as const)),
  });
  return write(fitting(rules, MAX_BYTES - bytesOf({ toolrisk: write([]) })));
}

function verdictOf({ category, decision, limits, needsReview }: ToolRule) {
  return { category, decision, ...(decision === 'limit' ? { limits } : {}), ...(needsReview ? { needsReview } : {}) };
}

/** Those that fit in a number of bytes, the most severe first, in their order. */
function fitting(rules: readonly (readonly [string, ToolRule])[], room: number): (readonly [string, ToolRule])[] {
  const fits = new Set<string>();
  let left = room;
  for (const [name, rule] of rules.toSorted(([, a], [, b]) => rankOf(b.category) - rankOf(a.category))) {
    // A comma comes with it, in place of one of the braces.
    const bytes = bytesOf({ [name]: verdictOf(rule) }) - 1;
    if (!name.isWellFormed() || bytes > left) continue;
    fits.add(name);
    left -= bytes;
  }
  return rules.filter(([name]) => fits.has(name));
}

/** Bytes of the JSON as the registry counts them at most: Go writes `<`, `>`, `&` and some controls in six bytes. */
function bytesOf(value: unknown): number {
  return new TextEncoder().encode(stringifyJson(value).replaceAll(/[<>&]|\\[bf]/g, String.raw`\u0000`)).length;
}
