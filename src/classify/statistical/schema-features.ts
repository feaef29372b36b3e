import type { Lexicon } from '../lexicon.ts';
import type { Property } from '../schema.ts';
import type { Subject } from '../subject.ts';
import type { FeatureSink } from './feature-sink.ts';
import { stemsOf } from './words.ts';

const MAX_PROPERTIES = 60;
const MAX_CHOICES = 40;
const MAX_NAME_WORDS = 8;
const MAX_DESCRIPTION_WORDS = 30;

/** What the input schema tells: names, types and texts of its properties, the values they may take. */
export function schemaFeatures({ properties: all, lexicon }: Subject, { begin, add }: FeatureSink): void {
  const properties = all.slice(0, MAX_PROPERTIES);
  const names = properties.map(({ words }) => stemsOf(words, MAX_NAME_WORDS));
  begin('props');
  for (const [at, property] of properties.entries()) addName(property, names[at]!, add);
  begin('propwords');
  for (const { description } of properties)
    if (description !== undefined)
      for (const word of stemsOf(description.words, MAX_DESCRIPTION_WORDS)) add('pd:', word);
  begin('values');
  for (const [at, property] of properties.entries()) addValues(property, names[at]!, lexicon, add);
  begin('shape');
  for (const property of properties) if (property.depth === 0) add('ty:', typeOf(property));
  add('pc:', String(Math.min(properties.length, 8)));
  add('rc:', String(Math.min(properties.filter(({ required, depth }) => required && depth === 0).length, 5)));
}

function addName(property: Property, words: readonly string[], add: FeatureSink['add']): void {
  const joined = words.join(' ');
  add(property.depth === 0 ? 'p:' : 'p+:', joined);
  add('p:', words.at(-1) ?? '');
  for (const word of words) add('pw:', word);
  if (property.depth > 0) return;
  add('pt:', joined, typeOf(property));
  if (property.required) add('pr:', joined);
}

function addValues(property: Property, words: readonly string[], lexicon: Lexicon, add: FeatureSink['add']): void {
  for (const { value } of property.choices.slice(0, MAX_CHOICES)) {
    const said = value.toLowerCase().split(/[^\p{L}\p{N}]+/u, MAX_NAME_WORDS);
    const sense = lexicon.verbForms.get(said[0] ?? '')?.sense;
    if (sense !== undefined) add('ch:', sense);
    for (const word of stemsOf(said, MAX_NAME_WORDS)) add('e:', word);
  }
  if (typeof property.default === 'boolean') add('df:', words.join(' '), String(property.default));
}

function typeOf({ types }: Property): string {
  if (types.size > 1) return 'union';
  const [only = 'any'] = types;
  return only;
}
