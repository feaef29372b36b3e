import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Lexicon } from './lexicon.ts';
import { splitName } from './name.ts';
import { rememberBy } from './remembered.ts';
import { readText, type Text } from './text.ts';

/** A property of the input schema, found at any depth. */
export type Property = {
  /** RFC 6901 pointer into the tool. */
  pointer: string;
  name: string;
  /** Lower-case words of the name. */
  words: string[];
  /** What the lexicon says that such a parameter is: `code`, `save-path`, … */
  facts: readonly string[];
  /** JSON Schema types, unions resolved. */
  types: ReadonlySet<string>;
  /** String values of `enum`, `const` and of constant alternatives, with their pointers. */
  choices: { value: string; pointer: string; description?: string }[];
  description: Text | undefined;
  required: boolean;
  default: Json | undefined;
  /** 0 for a property of the tool's arguments. */
  depth: number;
};

/** Most properties that are read of one schema. */
export const MAX_PROPERTIES = 250;
const MAX_DEPTH = 8;
const MAX_CHOICES = 200;
const DESCRIPTION_CHARACTERS = 600;

/** Lists the properties of an input schema, outer ones first. */
export function readProperties(schema: JsonObject, lexicon: Lexicon): Property[] {
  const properties: Property[] = [];
  const queue: { schema: JsonObject; pointer: string; depth: number }[] = [
    { schema, pointer: '/inputSchema', depth: 0 },
  ];
  for (let next = queue.shift(); next !== undefined && properties.length < MAX_PROPERTIES; next = queue.shift()) {
    const required = new Set(Array.isArray(next.schema['required']) ? next.schema['required'] : []);
    for (const [pointer, child, name] of childSchemas(next.schema, next.pointer)) {
      if (name === undefined) {
        if (next.depth < MAX_DEPTH) queue.push({ schema: child, pointer, depth: next.depth });
        continue;
      }
      if (properties.length >= MAX_PROPERTIES) break;
      properties.push(readProperty(name, child, pointer, required.has(name), next.depth, lexicon));
      if (next.depth < MAX_DEPTH) queue.push({ schema: child, pointer, depth: next.depth + 1 });
    }
  }
  return properties;
}

/** Escapes a name for a JSON pointer (RFC 6901). */
function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Sub-schemas: with a name where they are properties, without where they only combine or hold items. */
function childSchemas(schema: JsonObject, pointer: string): [pointer: string, schema: JsonObject, name?: string][] {
  const found: [string, JsonObject, string?][] = [];
  const properties = schema['properties'];
  if (isJsonObject(properties))
    for (const [name, child] of Object.entries(properties))
      found.push([`${pointer}/properties/${pointerStep(name)}`, isJsonObject(child) ? child : {}, name]);
  for (const key of ['anyOf', 'oneOf', 'allOf']) {
    const list = schema[key];
    if (!Array.isArray(list)) continue;
    for (const [index, child] of list.slice(0, 50).entries())
      if (isJsonObject(child)) found.push([`${pointer}/${key}/${index}`, child]);
  }
  if (isJsonObject(schema['items'])) found.push([`${pointer}/items`, schema['items']]);
  return found;
}

function readProperty(
  name: string,
  schema: JsonObject,
  pointer: string,
  required: boolean,
  depth: number,
  lexicon: Lexicon,
): Property {
  const description = schema['description'];
  return {
    pointer,
    name,
    ...readParameterName(name, lexicon),
    types: typesOf(schema),
    choices: choicesOf(schema, pointer),
    description:
      typeof description === 'string'
        ? readText(description, `${pointer}/description`, lexicon, DESCRIPTION_CHARACTERS)
        : undefined,
    required,
    default: Object.hasOwn(schema, 'default') ? schema['default'] : undefined,
    depth,
  };
}

/** The words of a parameter's name and what they tell, read once for all tools that have such a parameter. */
const readParameterName = rememberBy((name: string, lexicon: Lexicon): Pick<Property, 'words' | 'facts'> => {
  const words = splitName(name, lexicon).map((token) => token.text);
  return { words, facts: parameterFacts(words, lexicon) };
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

function typesOf(schema: JsonObject): Set<string> {
  const types = new Set<string>();
  for (const part of [schema, ...alternativesOf(schema)]) {
    const type = part['type'];
    for (const one of Array.isArray(type) ? type : [type]) if (typeof one === 'string') types.add(one);
  }
  return types;
}

function alternativesOf(schema: JsonObject): JsonObject[] {
  return ['anyOf', 'oneOf'].flatMap((key) => {
    const list = schema[key];
    return Array.isArray(list) ? list.slice(0, 50).filter(isJsonObject) : [];
  });
}

function choicesOf(schema: JsonObject, pointer: string): Property['choices'] {
  const choices: Property['choices'] = [];
  collectChoices(schema, pointer, choices);
  if (isJsonObject(schema['items'])) collectChoices(schema['items'], `${pointer}/items`, choices);
  for (const key of ['anyOf', 'oneOf']) {
    const list = schema[key];
    if (!Array.isArray(list)) continue;
    for (const [index, part] of list.slice(0, MAX_CHOICES).entries())
      if (isJsonObject(part)) collectChoices(part, `${pointer}/${key}/${index}`, choices);
  }
  return choices;
}

function collectChoices(schema: JsonObject, pointer: string, into: Property['choices']): void {
  const description = typeof schema['description'] === 'string' ? { description: schema['description'] } : {};
  if (typeof schema['const'] === 'string')
    into.push({ value: schema['const'], pointer: `${pointer}/const`, ...description });
  const values = schema['enum'];
  if (!Array.isArray(values)) return;
  for (const [index, value] of values.slice(0, MAX_CHOICES).entries())
    if (typeof value === 'string' && into.length < MAX_CHOICES)
      into.push({ value, pointer: `${pointer}/enum/${index}` });
}
