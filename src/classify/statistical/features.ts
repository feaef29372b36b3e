import type { RuleVerdict } from '../rules.ts';
import type { FoundFact } from '../signals/index.ts';
import type { Subject } from '../subject.ts';
import { contextFeatures } from './context-features.ts';
import { deedFeatures } from './deed-features.ts';
import { descriptionFeatures } from './description-features.ts';
import { factFeatures } from './fact-features.ts';
import { hashParts } from './feature-hash.ts';
import type { FeatureSink } from './feature-sink.ts';
import { createHashSet } from './hash-set.ts';
import { nameFeatures } from './name-features.ts';
import { schemaFeatures } from './schema-features.ts';

/** Features of one tool by group, as text: for people and tests. */
export type FeatureGroups = Readonly<Record<string, readonly string[]>>;

/** Features as numbers: hash and value of each, none twice. */
export type FeatureVector = { hashes: number[]; values: number[] };

const seen = createHashSet();

/** Gives every feature that the model reads of a tool: its text, its schema, its context, and what the signals found. */
function giveFeatures(subject: Subject, facts: readonly FoundFact[], rules: RuleVerdict, to: FeatureSink): void {
  nameFeatures(subject, to);
  descriptionFeatures(subject, to);
  schemaFeatures(subject, to);
  contextFeatures(subject, to);
  deedFeatures(subject, to);
  factFeatures(facts, rules, to);
}

/** The features of a tool as they are called. */
export function featuresOf(subject: Subject, facts: readonly FoundFact[], rules: RuleVerdict): FeatureGroups {
  const groups: Record<string, string[]> = {};
  let features: string[] = [];
  giveFeatures(subject, facts, rules, {
    begin: (group) => {
      features = [];
      groups[group] = features;
    },
    add: (kind, ...words) => features.push(kind + words.join(' ')),
  });
  return groups;
}

/** The features of a tool as hashes and values: each group has the length 1, so that a long description does not outshout a name. */
export function vectorOf(subject: Subject, facts: readonly FoundFact[], rules: RuleVerdict): FeatureVector {
  const hashes: number[] = [];
  const values: number[] = [];
  const closeGroup = () => {
    const value = 1 / Math.sqrt(hashes.length - values.length);
    while (values.length < hashes.length) values.push(value);
  };
  seen.forget();
  giveFeatures(subject, facts, rules, {
    begin: closeGroup,
    add: (kind, first, second, third) => {
      const hash = hashParts(kind, first, second, third);
      if (seen.add(hash)) hashes.push(hash);
    },
  });
  closeGroup();
  return { hashes, values };
}
