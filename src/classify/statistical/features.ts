import type { ServerContext } from '../../model/server-context.ts';
import type { Tool } from '../../model/tool.ts';
import { contextFeatures } from './context-features.ts';
import { descriptionFeatures } from './description-features.ts';
import { hashFeature } from './feature-hash.ts';
import { nameFeatures } from './name-features.ts';
import { schemaFeatures } from './schema-features.ts';

/** Features of one tool by group: a feature is a string that is there or not. */
export type FeatureGroups = Readonly<Record<string, readonly string[]>>;

/** The same as numbers: hash and value of each feature. */
export type FeatureVector = { hashes: number[]; values: number[] };

/** Every feature that the model reads of a tool in its server's context. */
export function featuresOf(tool: Tool, context: ServerContext): FeatureGroups {
  const name = nameFeatures(tool, context);
  return {
    ...name.groups,
    ...descriptionFeatures(tool, name.words),
    ...schemaFeatures(tool),
    ...contextFeatures(tool, context),
  };
}

/** Features as hashes and values: each group has the length 1, so that a long description does not outshout a name. */
export function vectorOf(groups: FeatureGroups): FeatureVector {
  const hashes: number[] = [];
  const values: number[] = [];
  for (const features of Object.values(groups)) {
    const value = 1 / Math.sqrt(features.length);
    for (const feature of features) {
      hashes.push(hashFeature(feature));
      values.push(value);
    }
  }
  return { hashes, values };
}
