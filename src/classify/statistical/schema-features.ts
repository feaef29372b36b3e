import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Tool } from '../../model/tool.ts';
import { identifierWords, wordsOf } from './words.ts';

const MAX_PROPERTIES = 60;
const MAX_VALUES = 40;
const MAX_DEPTH = 3;

type SchemaFeatures = { props: string[]; propwords: string[]; values: string[]; shape: string[] };

/** What the input schema tells: names, types and texts of its properties, the values they may take. */
export function schemaFeatures(tool: Tool): SchemaFeatures {
  const groups: SchemaFeatures = { props: [], propwords: [], values: [], shape: [] };
  const required = new Set(Array.isArray(tool.inputSchema['required']) ? tool.inputSchema['required'] : []);
  const count = readProperties(tool.inputSchema, required, groups, 0, 0);
  groups.shape.push(`pc:${Math.min(count, 8)}`, `rc:${Math.min(required.size, 5)}`);
  return {
    props: [...new Set(groups.props)],
    propwords: [...new Set(groups.propwords)],
    values: [...new Set(groups.values)],
    shape: [...new Set(groups.shape)],
  };
}

function readProperties(
  schema: JsonObject,
  required: ReadonlySet<Json>,
  groups: SchemaFeatures,
  depth: number,
  seen: number,
): number {
  const properties = schema['properties'];
  if (!isJsonObject(properties)) return seen;
  let count = seen;
  for (const [name, value] of Object.entries(properties)) {
    if (count >= MAX_PROPERTIES) break;
    count += 1;
    if (!isJsonObject(value)) continue;
    readProperty(name, value, required.has(name), groups, depth);
    const items = isJsonObject(value['items']) ? value['items'] : value;
    if (depth < MAX_DEPTH && isJsonObject(items['properties']))
      count = readProperties(items, new Set(), groups, depth + 1, count);
  }
  return count;
}

function readProperty(
  name: string,
  value: JsonObject,
  isRequired: boolean,
  groups: SchemaFeatures,
  depth: number,
): void {
  const words = identifierWords(name);
  const joined = words.join(' ');
  const level = depth === 0 ? '' : '+';
  const type = typeof value['type'] === 'string' ? value['type'] : 'any';
  groups.props.push(`p${level}:${joined}`, `p:${words.at(-1)}`);
  for (const word of words) groups.props.push(`pw:${word}`);
  if (depth === 0) {
    groups.props.push(`pt:${joined} ${type}`);
    if (isRequired) groups.props.push(`pr:${joined}`);
    groups.shape.push(`ty:${type}`);
  }
  if (typeof value['description'] === 'string')
    for (const word of wordsOf(value['description'].slice(0, 600), 30)) groups.propwords.push(`pd:${word}`);
  if (Array.isArray(value['enum']))
    for (const item of value['enum'].slice(0, MAX_VALUES))
      if (typeof item === 'string') for (const word of identifierWords(item)) groups.values.push(`e:${word}`);
  const fallback = value['default'];
  if (typeof fallback === 'boolean') groups.values.push(`df:${joined} ${fallback}`);
}
