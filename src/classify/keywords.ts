import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** What is read of a JSON schema; a keyword whose value is of another type than it should be is as if it were absent. */
export type Keywords = {
  type: Json | undefined;
  description: string | undefined;
  const: string | undefined;
  enum: readonly Json[] | undefined;
  default: Json | undefined;
  required: readonly Json[] | undefined;
  properties: JsonObject | undefined;
  items: JsonObject | undefined;
  anyOf: readonly Json[] | undefined;
  oneOf: readonly Json[] | undefined;
  allOf: readonly Json[] | undefined;
};

/**
 * Reads the keywords of a schema in one pass over its keys. Schemas are of many shapes, so that asking each for one
 * keyword after another is slow; what is read of them is of one.
 */
export function readKeywords(schema: JsonObject): Keywords {
  const read: Keywords = {
    type: undefined,
    description: undefined,
    const: undefined,
    enum: undefined,
    default: undefined,
    required: undefined,
    properties: undefined,
    items: undefined,
    anyOf: undefined,
    oneOf: undefined,
    allOf: undefined,
  };
  for (const key of Object.keys(schema)) readKeyword(key, schema[key]!, read);
  return read;
}

function readKeyword(key: string, value: Json, into: Keywords): void {
  switch (key) {
    case 'type':
    case 'default':
      into[key] = value;
      break;
    case 'description':
    case 'const':
      if (typeof value === 'string') into[key] = value;
      break;
    case 'enum':
    case 'required':
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
      if (Array.isArray(value)) into[key] = value;
      break;
    case 'properties':
    case 'items':
      if (isJsonObject(value)) into[key] = value;
      break;
  }
}

/** Whether a schema holds further ones. */
export function holdsSchemas({ properties, items, anyOf, oneOf, allOf }: Keywords): boolean {
  return [properties, items, anyOf, oneOf, allOf].some((held) => held !== undefined);
}
