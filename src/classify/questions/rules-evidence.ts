import { CATEGORIES, type Category } from '../../model/category.ts';
import type { Evidence } from '../../model/classification.ts';
import type { ServerContext } from '../../model/server-context.ts';
import type { Tool } from '../../model/tool.ts';
import { examine } from '../examine.ts';
import type { Lexicon } from '../lexicon.ts';
import { factsBehind } from '../rules.ts';

/** What the rules find in a definition by themselves. */
export type RulesEvidence = {
  /** The category below which the rules alone would not go. */
  floor: Category;
  /** The passages that the rules rest on. */
  evidence: Evidence[];
  /** The most severe deed that name or description name, whether or not the rules believe it. */
  namedDeed: Category;
};

/** Signals that find what a tool is said to do. */
const DEED_SIGNALS: ReadonlySet<string> = new Set(['name-deed', 'stated-deed', 'foreign-deed']);

/** What the rules say by themselves about a tool in its server's context. */
export function readRulesEvidence(tool: Tool, context: ServerContext, lexicon: Lexicon): RulesEvidence {
  const { rules, facts } = examine(tool, context, lexicon);
  const deeds = facts.filter(({ signal }) => DEED_SIGNALS.has(signal)).map(({ speaksFor }) => speaksFor);
  return {
    floor: rules.floor,
    evidence: factsBehind(rules, facts, lexicon.ruleTable).map(({ pointer, quote, signal }) => ({
      pointer,
      quote,
      signal,
    })),
    namedDeed: CATEGORIES.findLast((category) => deeds.includes(category)) ?? 'Read',
  };
}
