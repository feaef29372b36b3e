import type { Policy } from '../model/policy.ts';
import { evaluateCall, OUTCOMES, type Outcome, type PlannedCall, WINDOW_MS } from './evaluate.ts';
import { showArguments } from './show-arguments.ts';

/** One call of a log. */
export type LoggedCall = Pick<PlannedCall, 'tool' | 'definitionHash' | 'arguments' | 'duplicated' | 'at'> & {
  /** Line of the log, from 1. */
  line: number;
  /** The server's id, its key in a client configuration, or its alias. */
  server: string;
};

/** Calls by what would have become of them. */
export type Counts = Record<Outcome, number>;

/** A call that would not have been let through. */
export type Example = {
  line: number;
  server: string;
  tool: string;
  at: number;
  outcome: Outcome;
  because: string;
  /** Names with the beginnings of values, redacted. */
  arguments: Record<string, string>;
};

/** What a policy would have done to a log of calls. */
export type SimulationReport = {
  calls: number;
  outcomes: Counts;
  /** Calls whose time lies before that of the line above: limits count them by their time, as far as it is remembered. */
  outOfOrder: number;
  /** Tools, those with most calls not let through first. */
  tools: ({ server: string; tool: string } & Counts)[];
  /** Calls of tools beyond those that are counted one by one. */
  otherTools: Counts;
  /** Reasons for calls that were not let through, the commonest first. */
  reasons: { because: string; outcome: Outcome; calls: number }[];
  examples: Example[];
};

/** Tools that no policy knows and that are counted one by one: a log may name any number. */
const MAX_UNKNOWN = 1000;
/** Examples of each outcome; of one tool at most one. */
const MAX_EXAMPLES = 5;

/** Decides calls one by one, as they come; holds counts, a few examples and the times that limits need. */
export class Simulation {
  readonly #policies: ReadonlyMap<string, Policy>;
  readonly #counts = new Map<string, { server: string; tool: string } & Counts>();
  readonly #let = new Map<string, number[]>();
  readonly #reasons = new Map<string, SimulationReport['reasons'][number]>();
  readonly #examples = new Map<string, Example>();
  readonly #other = noCounts();
  readonly #total = noCounts();
  #outOfOrder = 0;
  #newest = Number.NEGATIVE_INFINITY;

  constructor(policies: readonly Policy[]) {
    this.#policies = byEveryName(policies);
  }

  /** Decides a call, and remembers it where it would have been let through. */
  add(call: LoggedCall): Outcome {
    const policy = this.#policies.get(call.server);
    const key = JSON.stringify([policy?.server ?? call.server, call.tool]);
    const earlier = this.#let.get(key) ?? [];
    const { outcome, because } =
      policy === undefined
        ? { outcome: 'denied' as const, because: 'No policy speaks of this server, or several do.' }
        : evaluateCall(policy, { ...call, earlier });
    if (outcome === 'allowed' && policy !== undefined) this.#remember(policy, key, call, earlier);
    this.#outOfOrder += Number(call.at < this.#newest);
    this.#newest = Math.max(this.#newest, call.at);
    this.#total[outcome] += 1;
    this.#countsOf(key, call, policy)[outcome] += 1;
    if (outcome !== 'allowed') this.#explain(key, call, outcome, because);
    return outcome;
  }

  /** What became of the calls so far. */
  report(): SimulationReport {
    const stopped = ({ limited, asked, denied }: Counts) => limited + asked + denied;
    return {
      calls: OUTCOMES.reduce((sum, outcome) => sum + this.#total[outcome], 0),
      outcomes: { ...this.#total },
      outOfOrder: this.#outOfOrder,
      tools: [...this.#counts.values()].sort((a, b) => stopped(b) - stopped(a) || b.allowed - a.allowed),
      otherTools: { ...this.#other },
      reasons: [...this.#reasons.values()].sort((a, b) => b.calls - a.calls),
      examples: [...this.#examples.values()].sort((a, b) => a.line - b.line),
    };
  }

  /** Keeps no more times than the tool's limits can ask about. */
  #remember(policy: Policy, key: string, { tool, at }: LoggedCall, earlier: number[]): void {
    const rule = policy.tools[tool];
    const limits = [rule?.limits ?? [], ...Object.values(rule?.actions?.rules ?? {}).map((each) => each.limits)].flat();
    if (limits.length === 0) return;
    const longest = Math.max(...limits.map(({ window }) => WINDOW_MS[window]));
    const most = Math.max(...limits.map(({ max }) => max));
    const recent = earlier.filter((time) => at - time < longest);
    recent.push(at);
    this.#let.set(key, recent.length > most ? recent.slice(-most) : recent);
  }

  #countsOf(key: string, { server, tool }: LoggedCall, policy: Policy | undefined): Counts {
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const isKnown = policy !== undefined && Object.hasOwn(policy.tools, tool);
    if (!isKnown && this.#counts.size >= MAX_UNKNOWN + this.#policies.size) return this.#other;
    const fresh = { server: policy?.server ?? server, tool, ...noCounts() };
    this.#counts.set(key, fresh);
    return fresh;
  }

  #explain(key: string, call: LoggedCall, outcome: Outcome, because: string): void {
    const reason = this.#reasons.get(because) ?? { because, outcome, calls: 0 };
    reason.calls += 1;
    this.#reasons.set(because, reason);
    const held = [...this.#examples.values()].filter((example) => example.outcome === outcome).length;
    const place = `${outcome} ${key}`;
    if (held >= MAX_EXAMPLES || this.#examples.has(place)) return;
    const { line, server, tool, at, arguments: given = {} } = call;
    const shown = showArguments(given);
    this.#examples.set(place, { line, server, tool, at, outcome, because, arguments: shown });
  }
}

/** Policies by id, key and alias; a name of several servers stands for none, but an id always for its server. */
function byEveryName(policies: readonly Policy[]): Map<string, Policy> {
  const named = Map.groupBy(
    policies.flatMap((policy) =>
      [...new Set([policy.alias, policy.configKey ?? policy.alias])].map((name) => ({ name, policy })),
    ),
    ({ name }) => name,
  );
  const found = new Map<string, Policy>();
  for (const [name, group] of named)
    if (new Set(group.map(({ policy }) => policy.server)).size === 1 && group[0] !== undefined)
      found.set(name, group[0].policy);
  for (const policy of policies) found.set(policy.server, policy);
  return found;
}

function noCounts(): Counts {
  return { allowed: 0, limited: 0, asked: 0, denied: 0 };
}
