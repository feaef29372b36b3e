import { type Category, rankOf } from '../model/category.ts';
import type { FoundFact } from './signals/index.ts';
import type { Subject } from './subject.ts';

/** What the facts alone say, by the table of `data/lexicon/rules.json`. */
export type RuleVerdict = {
  category: Category;
  /** Id of the rule that decided. */
  rule: string;
  /** How often the rule is right, 0 to 1 (counted on labelled tools). */
  strength: number;
  /** The most severe category that strong evidence supports; a verdict below it needs a person. */
  floor: Category;
  /** The facts that the rule rests on. */
  because: FoundFact[];
};

/** A rule of the table: holds where each group of `when` has a token and `unless` has none. */
export type Rule = {
  id: string;
  /** Each inner list is a choice; tokens are `signal:key`, `signal=Category`, `main:sense`, `main=Category`, `deed:sense`, `deed=Category`. */
  when: readonly (readonly string[])[];
  unless: readonly string[];
  category: Category;
  /** How often it is right, counted on labelled tools, drawn towards 0.7 where they are few. */
  strength: number;
  /** How often the tool is at least as severe, counted likewise. */
  support: number;
};

/** Signals whose facts are deeds. */
const DEEDS = ['stated-deed', 'name-deed', 'joined-deed', 'foreign-deed'];

/** Judges by the first rule of the table that holds; the last rule always does. */
export function judgeByRules(subject: Subject, facts: readonly FoundFact[]): RuleVerdict {
  const tokens = tokensOf(facts);
  const { rules, floorSupport } = subject.lexicon.ruleTable;
  const first = rules.find((rule) => holds(rule, tokens));
  if (first === undefined) return { category: 'Read', rule: 'nothing-known', strength: 0, floor: 'Read', because: [] };
  const strong = first.support >= floorSupport ? first.category : 'Read';
  return {
    category: first.category,
    rule: first.id,
    strength: first.strength,
    floor: rankOf(strong) > 0 ? strong : 'Read',
    because: [...new Set(first.when.flatMap((group) => group.flatMap((token) => tokens.get(token) ?? [])))],
  };
}

function holds(rule: Rule, tokens: ReadonlyMap<string, unknown>): boolean {
  return (
    rule.when.every((group) => group.some((token) => tokens.has(token))) &&
    !rule.unless.some((token) => tokens.has(token))
  );
}

/** Every token that a rule may ask for, with the facts behind it. */
function tokensOf(facts: readonly FoundFact[]): Map<string, FoundFact[]> {
  const tokens = new Map<string, FoundFact[]>();
  const add = (token: string, fact: FoundFact) => {
    const known = tokens.get(token);
    if (known === undefined) tokens.set(token, [fact]);
    else known.push(fact);
  };
  for (const fact of facts) {
    add(`${fact.signal}:${fact.key}`, fact);
    add(`${fact.signal}=${fact.speaksFor}`, fact);
    if (!DEEDS.includes(fact.signal)) continue;
    add(`deed:${fact.key}`, fact);
    add(`deed=${fact.speaksFor}`, fact);
  }
  const main = mainDeed(facts);
  if (main !== undefined) {
    add(`main:${main.key}`, main);
    add(`main=${main.speaksFor}`, main);
  }
  return tokens;
}

/** The deed that counts: what the description says, unless it says nothing definite; then the name's. */
export function mainDeed(facts: readonly FoundFact[]): FoundFact | undefined {
  const stated = facts.find(({ signal }) => signal === 'stated-deed');
  const named = facts.find(({ signal }) => signal === 'name-deed');
  if (stated === undefined) return named ?? facts.find(({ signal }) => signal === 'foreign-deed');
  return stated.speaksFor === 'doubt' && named !== undefined ? named : stated;
}
