import type { Property } from '../schema.ts';
import type { Subject } from '../subject.ts';
import { stemsOf } from './words.ts';

const MAX_PROPERTIES = 60;
const MAX_CHOICES = 40;
const MAX_NAME_WORDS = 8;
const MAX_DESCRIPTION_WORDS = 30;

type SchemaFeatures = { props: string[]; propwords: string[]; values: string[]; shape: string[] };

/** What the input schema tells: names, types and texts of its properties, the values they may take. */
export function schemaFeatures(subject: Subject): SchemaFeatures {
  const groups: SchemaFeatures = { props: [], propwords: [], values: [], shape: [] };
  const properties = subject.properties.slice(0, MAX_PROPERTIES);
  for (const property of properties) addProperty(property, subject, groups);
  const required = properties.filter((property) => property.required && property.depth === 0).length;
  groups.shape.push(`pc:${Math.min(properties.length, 8)}`, `rc:${Math.min(required, 5)}`);
  return groups;
}

function addProperty(property: Property, { lexicon }: Subject, groups: SchemaFeatures): void {
  const words = stemsOf(property.words, MAX_NAME_WORDS);
  const joined = words.join(' ');
  const types = [...property.types];
  const type = types.length === 1 ? types[0]! : types.length === 0 ? 'any' : 'union';
  groups.props.push(`p${property.depth === 0 ? '' : '+'}:${joined}`, `p:${words.at(-1) ?? ''}`);
  for (const word of words) groups.props.push(`pw:${word}`);
  if (property.depth === 0) {
    groups.props.push(`pt:${joined} ${type}`);
    if (property.required) groups.props.push(`pr:${joined}`);
    groups.shape.push(`ty:${type}`);
  }
  for (const word of stemsOf(property.description?.words ?? [], MAX_DESCRIPTION_WORDS))
    groups.propwords.push(`pd:${word}`);
  for (const { value } of property.choices.slice(0, MAX_CHOICES)) {
    const said = value.toLowerCase().split(/[^\p{L}\p{N}]+/u, MAX_NAME_WORDS);
    const sense = lexicon.verbForms.get(said[0] ?? '')?.sense;
    if (sense !== undefined) groups.values.push(`ch:${sense}`);
    for (const word of stemsOf(said, MAX_NAME_WORDS)) groups.values.push(`e:${word}`);
  }
  if (typeof property.default === 'boolean') groups.values.push(`df:${joined} ${property.default}`);
}
