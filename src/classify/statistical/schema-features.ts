import type { Lexicon } from '../lexicon.ts';
import type { Property } from '../schema.ts';
import { stemsOf } from '../stems.ts';
import type { Subject } from '../subject.ts';
import type { FeatureSink } from './feature-sink.ts';

const MAX_PROPERTIES = 60;
const MAX_CHOICES = 40;
const MAX_CHOICE_WORDS = 8;
const MAX_DESCRIPTION_WORDS = 30;

/** What the input schema tells: names, types and texts of its properties, the values they may take. */
export function schemaFeatures({ properties: all, lexicon }: Subject, { begin, add }: FeatureSink): void {
  const properties = all.slice(0, MAX_PROPERTIES);
  begin('props');
  for (const property of properties) addName(property, add);
  begin('propwords');
  for (const { description } of properties)
    if (description !== undefined)
      for (const word of stemsOf(description.words, MAX_DESCRIPTION_WORDS)) add('pd:', word);
  begin('values');
  for (const property of properties) addValues(property, lexicon, add);
  begin('shape');
  for (const property of properties) if (property.depth === 0) add('ty:', typeOf(property));
  add('pc:', String(Math.min(properties.length, 8)));
  add('rc:', String(Math.min(properties.filter(({ required, depth }) => required && depth === 0).length, 5)));
}

function addName(property: Property, add: FeatureSink['add']): void {
  const { stems } = property;
  const joined = stems.join(' ');
  add(property.depth === 0 ? 'p:' : 'p+:', joined);
  add('p:', stems.at(-1) ?? '');
  for (const stem of stems) add('pw:', stem);
  if (property.depth > 0) return;
  add('pt:', joined, typeOf(property));
  if (property.required) add('pr:', joined);
}

function addValues(property: Property, lexicon: Lexicon, add: FeatureSink['add']): void {
  for (const { value } of property.choices.slice(0, MAX_CHOICES)) {
    const said = value.toLowerCase().split(/[^\p{L}\p{N}]+/u, MAX_CHOICE_WORDS);
    const sense = lexicon.verbForms.get(said[0] ?? '')?.sense;
    if (sense !== undefined) add('ch:', sense);
    for (const word of stemsOf(said, MAX_CHOICE_WORDS)) add('e:', word);
  }
  if (typeof property.default === 'boolean') add('df:', property.stems.join(' '), String(property.default));
}

function typeOf({ types }: Property): string {
  if (types.size > 1) return 'union';
  const [only = 'any'] = types;
  return only;
}
