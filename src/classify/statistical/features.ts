import type { RuleVerdict } from '../rules.ts';
import type { FoundFact } from '../signals/index.ts';
import type { Subject } from '../subject.ts';
import { contextFeatures } from './context-features.ts';
import { deedFeatures } from './deed-features.ts';
import { descriptionFeatures } from './description-features.ts';
import { factFeatures } from './fact-features.ts';
import { hashFeature } from './feature-hash.ts';
import { nameFeatures } from './name-features.ts';
import { schemaFeatures } from './schema-features.ts';

/** Features of one tool by group: a feature is a string that is there or not. */
export type FeatureGroups = Readonly<Record<string, readonly string[]>>;

/** The same as numbers: hash and value of each feature, none twice. */
export type FeatureVector = { hashes: number[]; values: number[] };

/** Every feature that the model reads of a tool: its text, its schema, its context, and what the signals found. */
export function featuresOf(subject: Subject, facts: readonly FoundFact[], rules: RuleVerdict): FeatureGroups {
  return {
    ...nameFeatures(subject),
    ...descriptionFeatures(subject),
    ...schemaFeatures(subject),
    ...contextFeatures(subject),
    ...deedFeatures(subject),
    ...factFeatures(facts, rules),
  };
}

/** Features as hashes and values: each group has the length 1, so that a long description does not outshout a name. */
export function vectorOf(groups: FeatureGroups): FeatureVector {
  const hashes: number[] = [];
  const values: number[] = [];
  const seen = new Set<number>();
  for (const features of Object.values(groups)) {
    const start = hashes.length;
    for (const feature of features) {
      const hash = hashFeature(feature);
      if (seen.has(hash)) continue;
      seen.add(hash);
      hashes.push(hash);
    }
    const value = 1 / Math.sqrt(hashes.length - start);
    for (let at = start; at < hashes.length; at += 1) values.push(value);
  }
  return { hashes, values };
}
