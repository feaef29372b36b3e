import type { RuleVerdict } from '../rules.ts';
import type { FoundFact } from '../signals/index.ts';

/** What the signals found, and what the rules make of it. */
export function factFeatures(facts: readonly FoundFact[], rules: RuleVerdict): { facts: string[]; rules: string[] } {
  return {
    facts: facts.flatMap(({ signal, key, speaksFor }) => [`${signal}:${key}`, `${signal}=${speaksFor}`]),
    rules: [`rule:${rules.rule}`, `rc:${rules.category}`, `rf:${rules.floor}`],
  };
}
