import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { holdsSchemas, type Keywords, readKeywords } from './keywords.ts';
import type { Lexicon } from './lexicon.ts';
import { splitName } from './name.ts';
import { remember, rememberBy } from './remembered.ts';
import { MAX_NAME_STEMS, stemsOf } from './stems.ts';
import { readText, type Text } from './text.ts';

/** A value that a property may take. */
type Choice = { value: string; pointer: string; description?: string };

/** A property of the input schema, found at any depth. */
export type Property = {
  /** RFC 6901 pointer into the tool. */
  pointer: string;
  name: string;
  /** Lower-case words of the name. */
  words: string[];
  /** Stems of these words, at most as many as are read of such a name. */
  stems: readonly string[];
  /** What the lexicon says that such a parameter is: `code`, `save-path`, … */
  facts: readonly string[];
  /** JSON Schema types, unions resolved. */
  types: ReadonlySet<string>;
  /** String values of `enum`, `const` and of constant alternatives, with their pointers. */
  choices: readonly Choice[];
  description: Text | undefined;
  required: boolean;
  default: Json | undefined;
  /** 0 for a property of the tool's arguments. */
  depth: number;
};

/** Most properties that are read of one schema. */
export const MAX_PROPERTIES = 250;
const MAX_DEPTH = 8;
/** Most choices of one property, and most alternatives whose types and properties are read. */
const MAX_CHOICES = 200;
const MAX_ALTERNATIVES = 50;
const DESCRIPTION_CHARACTERS = 600;

/** A schema whose properties and parts are still to be read. */
type Level = { schema: Keywords; pointer: string; depth: number };

/** Lists the properties of an input schema, outer ones first. */
export function readProperties(inputSchema: JsonObject, lexicon: Lexicon): Property[] {
  const properties: Property[] = [];
  const levels: Level[] = [{ schema: readKeywords(inputSchema), pointer: '/inputSchema', depth: 0 }];
  for (let at = 0; at < levels.length && properties.length < MAX_PROPERTIES; at += 1) {
    const level = levels[at]!;
    readOwnProperties(level, lexicon, properties, levels);
    if (level.depth < MAX_DEPTH) levels.push(...partsOf(level));
  }
  return properties;
}

/** Reads the properties of one schema, and notes those that hold further ones. */
function readOwnProperties(
  { schema, pointer, depth }: Level,
  lexicon: Lexicon,
  properties: Property[],
  levels: Level[],
): void {
  if (schema.properties === undefined) return;
  const required = new Set(schema.required);
  for (const name of Object.keys(schema.properties).slice(0, MAX_PROPERTIES - properties.length)) {
    const child = schema.properties[name]!;
    const keywords = readKeywords(isJsonObject(child) ? child : {});
    const property = readProperty(name, keywords, pointer, required.has(name), depth, lexicon);
    properties.push(property);
    if (depth < MAX_DEPTH && holdsSchemas(keywords))
      levels.push({ schema: keywords, pointer: property.pointer, depth: depth + 1 });
  }
}

/** The schemas that a schema combines, and that of its items: their properties are at its own depth. */
function partsOf({ schema, pointer, depth }: Level): Level[] {
  const parts: Level[] = [];
  for (const key of ['anyOf', 'oneOf', 'allOf'] as const)
    for (const [index, part] of (schema[key] ?? []).slice(0, MAX_ALTERNATIVES).entries())
      if (isJsonObject(part)) parts.push({ schema: readKeywords(part), pointer: `${pointer}/${key}/${index}`, depth });
  if (schema.items !== undefined)
    parts.push({ schema: readKeywords(schema.items), pointer: `${pointer}/items`, depth });
  return parts;
}

function readProperty(
  name: string,
  schema: Keywords,
  parent: string,
  required: boolean,
  depth: number,
  lexicon: Lexicon,
): Property {
  const { step, words, stems, facts } = readParameterName(name, lexicon);
  const pointer = `${parent}/properties/${step}`;
  const { description } = schema;
  return {
    pointer,
    name,
    words,
    stems,
    facts,
    types: typesOf(schema),
    choices: choicesOf(schema, pointer),
    description:
      description === undefined
        ? undefined
        : readText(description, `${pointer}/description`, lexicon, DESCRIPTION_CHARACTERS),
    required,
    default: schema.default,
    depth,
  };
}

/** A parameter's name, read: its words, what they tell, and the name as a step of a pointer (RFC 6901). */
type ParameterName = Pick<Property, 'words' | 'stems' | 'facts'> & { step: string };

/** Reads the name of a parameter, once for all tools that have such a one. */
const readParameterName = rememberBy((name: string, lexicon: Lexicon): ParameterName => {
  const words = splitName(name, lexicon).map((token) => token.text);
  return {
    step: name.replaceAll('~', '~0').replaceAll('/', '~1'),
    words,
    stems: stemsOf(words, MAX_NAME_STEMS),
    facts: parameterFacts(words, lexicon),
  };
});

/** What a parameter is, by its whole name or by the longest known end of it ("targetUrl" is a url). Names marked `=` in the lexicon count only whole. */
function parameterFacts(words: readonly string[], lexicon: Lexicon): readonly string[] {
  const whole = lexicon.parameterFacts.get(`=${words.join('_')}`);
  if (whole !== undefined) return whole;
  for (let from = 0; from < words.length; from += 1) {
    const facts = lexicon.parameterFacts.get(words.slice(from).join('_'));
    if (facts !== undefined) return facts;
  }
  return [];
}

function typesOf({ type, anyOf, oneOf }: Keywords): ReadonlySet<string> {
  if (anyOf === undefined && oneOf === undefined && typeof type === 'string') return onlyType(type);
  const types = new Set<string>();
  const alternatives = [anyOf, oneOf].flatMap((list) => (list ?? []).slice(0, MAX_ALTERNATIVES).filter(isJsonObject));
  for (const named of [type, ...alternatives.map((part) => part['type'])])
    for (const one of Array.isArray(named) ? named : [named]) if (typeof one === 'string') types.add(one);
  return types;
}

/** The set of one type, the same for all properties of it. */
const onlyType = remember((type): ReadonlySet<string> => new Set([type]));

function choicesOf(schema: Keywords, pointer: string): readonly Choice[] {
  const { items, anyOf, oneOf } = schema;
  const choices: Choice[] = [];
  collectChoices(schema, pointer, choices);
  if (items !== undefined) collectChoices(readKeywords(items), `${pointer}/items`, choices);
  if (anyOf === undefined && oneOf === undefined) return choices;
  for (const key of ['anyOf', 'oneOf'] as const)
    for (const [index, part] of (schema[key] ?? []).slice(0, MAX_CHOICES).entries())
      if (isJsonObject(part)) collectChoices(readKeywords(part), `${pointer}/${key}/${index}`, choices);
  return choices;
}

function collectChoices(
  { description, const: constant, enum: values }: Keywords,
  pointer: string,
  into: Choice[],
): void {
  if (constant !== undefined)
    into.push({
      value: constant,
      pointer: `${pointer}/const`,
      ...(description === undefined ? {} : { description }),
    });
  for (const [index, value] of (values ?? []).slice(0, MAX_CHOICES).entries())
    if (typeof value === 'string' && into.length < MAX_CHOICES)
      into.push({ value, pointer: `${pointer}/enum/${index}` });
}
