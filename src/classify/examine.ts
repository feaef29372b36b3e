import { hashOf } from '../model/canonical.ts';
import type { ServerContext } from '../model/server-context.ts';
import type { Tool } from '../model/tool.ts';
import type { Lexicon } from './lexicon.ts';
import { judgeByRules, type RuleVerdict } from './rules.ts';
import { type FoundFact, findFacts, SIGNALS } from './signals/index.ts';
import { type FeatureVector, vectorOf } from './statistical/features.ts';
import { readSubject, type Subject } from './subject.ts';

/** A definition read, with what the signals found in it, what the rules make of it, and the model's features of it. */
export type Examination = {
  subject: Subject;
  facts: FoundFact[];
  rules: RuleVerdict;
  vector: FeatureVector;
};

/** Reads a tool in its server's context and finds what there is to weigh. Never throws on a parsed tool. */
export function examine(tool: Tool, context: ServerContext, lexicon: Lexicon): Examination {
  const subject = readSubject(tool, context, lexicon);
  const facts = findFacts(subject);
  const rules = judgeByRules(subject, facts);
  return { subject, facts, rules, vector: vectorOf(subject, facts, rules) };
}

/** Version of the rules: hash of the ids and keys of the signals and of the lexicon. */
export function rulesVersion(lexicon: Lexicon): string {
  return hashOf([SIGNALS.map(({ id, keys }) => [id, Object.keys(keys)]), lexicon.hash]).slice(0, 12);
}
