import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/** One parameter of a tool, as its input schema declares it. */
export type Parameter = {
  name: string;
  /** JSON Schema type in words: `string`, `string or null`, `list of string`; `any` where none is stated. */
  type: string;
  isRequired: boolean;
  description: string;
  /** Allowed values, where they are listed. */
  choices: string[];
};

/** The top-level parameters of an input schema, in its order. */
export function parametersOf(inputSchema: JsonObject): Parameter[] {
  const properties = inputSchema.properties;
  if (!isJsonObject(properties)) return [];
  const listed = inputSchema.required;
  const required = new Set(Array.isArray(listed) ? listed : []);
  return Object.entries(properties).map(([name, value]) => {
    const schema = isJsonObject(value) ? value : {};
    const { description, enum: choices } = schema;
    return {
      name,
      type: typeInWords(schema),
      isRequired: required.has(name),
      description: typeof description === 'string' ? description : '',
      choices: Array.isArray(choices) ? choices.map((choice) => textOf(choice)) : [],
    };
  });
}

/** How many parameters there are and how many are required: `4, 3 required`. */
export function countParameters(parameters: readonly Parameter[]): string {
  const required = parameters.filter(({ isRequired }) => isRequired).length;
  return parameters.length === 0 ? 'none' : `${parameters.length}, ${required} required`;
}

function typeInWords(schema: JsonObject): string {
  const { type, items } = schema;
  if (type === 'array' && isJsonObject(items)) return `list of ${shallowType(items.type)}`;
  return shallowType(type);
}

function shallowType(type: Json | undefined): string {
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return type.filter((each) => typeof each === 'string').join(' or ') || 'any';
  return 'any';
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
