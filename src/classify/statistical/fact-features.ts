import type { RuleVerdict } from '../rules.ts';
import type { FoundFact } from '../signals/index.ts';
import type { FeatureSink } from './feature-sink.ts';

/** What the signals found, and what the rules make of it. */
export function factFeatures(facts: readonly FoundFact[], rules: RuleVerdict, { begin, add }: FeatureSink): void {
  begin('facts');
  for (const { signal, key, speaksFor } of facts) {
    add(`${signal}:`, key);
    add(`${signal}=`, speaksFor);
  }
  begin('rules');
  add('rule:', rules.rule);
  add('rc:', rules.category);
  add('rf:', rules.floor);
}
