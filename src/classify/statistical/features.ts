import type { RuleVerdict } from '../rules.ts';
import type { FoundFact } from '../signals/index.ts';
import type { Subject } from '../subject.ts';
import { contextFeatures } from './context-features.ts';
import { deedFeatures } from './deed-features.ts';
import { descriptionFeatures } from './description-features.ts';
import { factFeatures } from './fact-features.ts';
import { hashPart, hashParts } from './feature-hash.ts';
import type { FeatureSink } from './feature-sink.ts';
import { createHashSet } from './hash-set.ts';
import { nameFeatures } from './name-features.ts';
import { schemaFeatures } from './schema-features.ts';

/** Features of one tool by group, as text: for people and tests. */
export type FeatureGroups = Readonly<Record<string, readonly string[]>>;

/** Features as numbers: hash and value of each, none twice. */
export type FeatureVector = { hashes: number[]; values: number[] };

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
    addPart: (kind, text, start, end) => features.push(kind + text.slice(start, end)),
  });
  return groups;
}

/** The features of a tool as hashes and values: each group has the length 1, so that a long description does not outshout a name. */
export function vectorOf(subject: Subject, facts: readonly FoundFact[], rules: RuleVerdict): FeatureVector {
  seen.forget();
  count = 0;
  closed = 0;
  giveFeatures(subject, facts, rules, collector);
  closeGroup();
  return { hashes: hashes.slice(0, count), values: values.slice(0, count) };
}

// Where a vector is collected, one place for all tools: lists that grow anew for every tool are most of what is allocated.
const seen = createHashSet();
const hashes: number[] = [];
const values: number[] = [];
let count = 0;
/** Features of the groups before. */
let closed = 0;

const collector: FeatureSink = {
  begin: closeGroup,
  add: (kind, first, second, third) => collect(hashParts(kind, first, second, third)),
  addPart: (kind, text, start, end) => collect(hashPart(kind, text, start, end)),
};

function collect(hash: number): void {
  if (!seen.add(hash)) return;
  hashes[count] = hash;
  count += 1;
}

function closeGroup(): void {
  const value = 1 / Math.sqrt(count - closed);
  for (; closed < count; closed += 1) values[closed] = value;
}
