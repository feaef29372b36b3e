import type { Category } from '../model/category.ts';
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

/** The table made ready: its tokens are numbered, so that a rule is tried without a look at a string. */
export type RuleTable = {
  /** Support from which a rule counts as strong evidence. */
  floorSupport: number;
  rules: readonly (Rule & { asked: readonly (readonly number[])[]; barred: readonly number[] })[];
  /** Signal, `main` or `deed` → key or meaning → number of the token. */
  tokens: ReadonlyMap<string, Numbered>;
  /** How many tokens there are. */
  count: number;
};

type Numbered = { keys: Map<string, number>; meanings: Map<string, number> };

/** Numbers the tokens that the rules ask for; those of facts that no rule asks for have none. */
export function compileRules({ floorSupport, rules }: { floorSupport: number; rules: readonly Rule[] }): RuleTable {
  const tokens = new Map<string, Numbered>();
  let count = 0;
  const numberOf = (token: string): number => {
    const [, signal = '', mark = '', rest = ''] = /^(.*?)([:=])(.*)$/.exec(token) ?? [];
    const numbered = tokens.get(signal) ?? { keys: new Map(), meanings: new Map() };
    tokens.set(signal, numbered);
    const numbers = mark === ':' ? numbered.keys : numbered.meanings;
    const number = numbers.get(rest) ?? count;
    if (number === count) count += 1;
    numbers.set(rest, number);
    return number;
  };
  const compiled = rules.map((rule) => ({
    ...rule,
    asked: rule.when.map((group) => group.map(numberOf)),
    barred: rule.unless.map(numberOf),
  }));
  return { floorSupport, rules: compiled, tokens, count };
}

/** Signals whose facts are deeds. */
const DEEDS = ['stated-deed', 'name-deed', 'joined-deed', 'foreign-deed'];

/** Judges by the first rule of the table that holds; the last rule always does. */
export function judgeByRules(subject: Subject, facts: readonly FoundFact[]): RuleVerdict {
  const { rules, floorSupport, count } = subject.lexicon.ruleTable;
  const told = new Uint8Array(count);
  forEachToken(facts, subject.lexicon.ruleTable, (token) => {
    told[token] = 1;
  });
  const first = rules.find((rule) => holds(rule, told));
  if (first === undefined) return { category: 'Read', rule: 'nothing-known', strength: 0, floor: 'Read' };
  const strong = first.support >= floorSupport ? first.category : 'Read';
  return { category: first.category, rule: first.id, strength: first.strength, floor: strong };
}

/** Whether a rule holds where these tokens are told. Loops, not callbacks: every tool is held against every rule. */
function holds({ asked, barred }: RuleTable['rules'][number], told: Uint8Array): boolean {
  for (const group of asked) if (!isAnyTold(group, told)) return false;
  return !isAnyTold(barred, told);
}

function isAnyTold(tokens: readonly number[], told: Uint8Array): boolean {
  for (const token of tokens) if (told[token] === 1) return true;
  return false;
}

/** The facts that a verdict of the rules rests on. */
export function factsBehind({ rule }: RuleVerdict, facts: readonly FoundFact[], table: RuleTable): FoundFact[] {
  const behind = new Map<number, FoundFact[]>();
  forEachToken(facts, table, (token, fact) => {
    behind.set(token, [...(behind.get(token) ?? []), fact]);
  });
  const groups = table.rules.find(({ id }) => id === rule)?.asked ?? [];
  return [...new Set(groups.flat().flatMap((token) => behind.get(token) ?? []))];
}

/** Calls back for every token that a rule may ask for, with the fact behind it. */
function forEachToken(
  facts: readonly FoundFact[],
  { tokens }: RuleTable,
  take: (token: number, fact: FoundFact) => void,
): void {
  const tell = (as: string, fact: FoundFact) => {
    const numbered = tokens.get(as);
    if (numbered === undefined) return;
    const key = numbered.keys.get(fact.key);
    if (key !== undefined) take(key, fact);
    const meaning = numbered.meanings.get(fact.speaksFor);
    if (meaning !== undefined) take(meaning, fact);
  };
  for (const fact of facts) {
    tell(fact.signal, fact);
    if (DEEDS.includes(fact.signal)) tell('deed', fact);
  }
  const main = mainDeed(facts);
  if (main !== undefined) tell('main', main);
}

/** The deed that counts: what the description says, unless it says nothing definite; then the name's. */
export function mainDeed(facts: readonly FoundFact[]): FoundFact | undefined {
  const stated = facts.find(({ signal }) => signal === 'stated-deed');
  const named = facts.find(({ signal }) => signal === 'name-deed');
  if (stated === undefined) return named ?? facts.find(({ signal }) => signal === 'foreign-deed');
  return stated.speaksFor === 'doubt' && named !== undefined ? named : stated;
}
