import type { Limit, ToolRule } from '../model/policy.ts';

/** The actions of a denied tool that may be called, as a format with conditions on arguments can say it. */
export type CallableActions = {
  argument: string;
  names: string[];
  /** The tightest limit of each window over all of them: a format limits a tool, not an action. */
  limits: Limit[];
};

/** Words that some formats compare as a boolean or a number. */
const NO_PLAIN_WORD = /^(?:true|false|yes|no|on|off|null|nan|inf|infinity)$/i;

/**
 * Actions that a tool whose other calls are denied or asked about may be called with. Only plain words, in an argument
 * with a plain name: formats walk arguments by dots and compare printed values.
 */
export function callableActions({ decision, actions }: ToolRule): CallableActions | undefined {
  if (actions === undefined || (decision !== 'ask' && decision !== 'deny')) return undefined;
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(actions.argument)) return undefined;
  const callable = Object.entries(actions.rules).filter(
    ([name, rule]) =>
      (rule.decision === 'allow' || (rule.decision === 'limit' && rule.limits.length > 0)) &&
      /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) &&
      !NO_PLAIN_WORD.test(name),
  );
  if (callable.length === 0) return undefined;
  const tightest = new Map<Limit['window'], number>();
  for (const { max, window } of callable.flatMap(([, rule]) => rule.limits))
    tightest.set(window, Math.min(max, tightest.get(window) ?? max));
  return {
    argument: actions.argument,
    names: callable.map(([name]) => name).sort(),
    limits: [...tightest].map(([window, max]) => ({ max, window })),
  };
}
