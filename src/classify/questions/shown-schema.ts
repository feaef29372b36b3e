import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { showText } from './shown-text.ts';

/** A string of the definition that a shown line was made of. */
export type Place = {
  /** RFC 6901 pointer into the tool. */
  pointer: string;
  /** The original string there; of a property, its name. */
  text: string;
};

/** One parameter as the prompt shows it, and what it was made of. */
export type ShownLine = { text: string; places: Place[] };

/** Lines of one schema that are shown; a schema with more is too long to ask about. */
const MAX_LINES = 400;
/** Levels of nesting that are followed. */
const MAX_DEPTH = 12;

/** A schema as the prompt shows it. */
export type ShownSchema = {
  lines: ShownLine[];
  /** Whether something was left out: too many parameters or too deep. Such a tool must not be asked about. */
  isIncomplete: boolean;
};

/**
 * Shows an input schema as one line a parameter: name, type, default, values and description. What only shapes valid
 * input (lengths, patterns, generated titles) is dropped; every string that says what the tool does is kept.
 */
export function showSchema(schema: JsonObject, described: string): ShownSchema {
  const walk: Walk = { root: schema, described, lines: [], isIncomplete: false, path: new Set() };
  walkNode(walk, { schema, name: '', pointer: '/inputSchema', depth: 0, isRequired: false });
  return { lines: walk.lines, isIncomplete: walk.isIncomplete };
}

type Walk = {
  root: JsonObject;
  /** Text of the tool's description: what it says already is not said again. */
  described: string;
  lines: ShownLine[];
  isIncomplete: boolean;
  /** Schemas that are being walked, against cycles. */
  path: Set<JsonObject>;
};

type Node = {
  schema: JsonObject;
  /** Path of names from the root, as shown. */
  name: string;
  pointer: string;
  depth: number;
  isRequired: boolean;
  /** The property's own name and where it stands; absent for items, branches and the whole input. */
  property?: Place;
};

function walkNode(walk: Walk, given: Node): void {
  const node = resolve(walk, given);
  if (node === undefined || (node !== given && saysSomething(given.schema))) addLine(walk, given);
  if (node === undefined || walk.path.has(node.schema)) return;
  if (node.depth > MAX_DEPTH || walk.lines.length >= MAX_LINES) {
    walk.isIncomplete = true;
    return;
  }
  walk.path.add(node.schema);
  addLine(walk, node);
  const required = new Set(Array.isArray(node.schema['required']) ? node.schema['required'] : []);
  const properties = node.schema['properties'];
  if (isJsonObject(properties))
    for (const [key, child] of Object.entries(properties))
      walkChild(walk, node, child, {
        name: node.name === '' ? key : `${node.name}.${key}`,
        step: `properties/${token(key)}`,
        isRequired: required.has(key),
        key,
      });
  walkChild(walk, node, node.schema['items'], { name: `${node.name}[]`, step: 'items' });
  walkChild(walk, node, node.schema['additionalProperties'], { name: `${node.name}.*`, step: 'additionalProperties' });
  for (const keyword of ['anyOf', 'oneOf', 'allOf'] as const) {
    const branches = node.schema[keyword];
    if (!Array.isArray(branches)) continue;
    for (const [index, branch] of branches.entries())
      walkChild(walk, node, branch, { name: node.name, step: `${keyword}/${index}`, isRequired: node.isRequired });
  }
  walk.path.delete(node.schema);
}

function walkChild(
  walk: Walk,
  parent: Node,
  child: Json | undefined,
  at: { name: string; step: string; isRequired?: boolean; key?: string },
): void {
  if (!isJsonObject(child)) return;
  const pointer = `${parent.pointer}/${at.step}`;
  walkNode(walk, {
    schema: child,
    name: at.name,
    pointer,
    depth: parent.depth + 1,
    isRequired: at.isRequired ?? false,
    ...(at.key === undefined ? {} : { property: { pointer, text: at.key } }),
  });
}

/** Follows local references (`#/$defs/…`); a foreign or broken one shows nothing. */
function resolve(walk: Walk, node: Node): Node | undefined {
  let current = node;
  for (let hops = 0; typeof current.schema['$ref'] === 'string'; hops++) {
    const target = hops > MAX_DEPTH ? undefined : lookUp(walk.root, current.schema['$ref']);
    if (target === undefined) return undefined;
    current = { ...current, schema: target, pointer: `/inputSchema${current.schema['$ref'].slice(1)}` };
  }
  return current;
}

/** Whether a reference carries words of its own beside what it points to. */
function saysSomething(schema: JsonObject): boolean {
  return ['title', 'description', 'default', 'enum', 'const', 'examples'].some((keyword) => keyword in schema);
}

function lookUp(root: JsonObject, reference: string): JsonObject | undefined {
  if (!reference.startsWith('#')) return undefined;
  let value: Json | undefined = root;
  for (const step of reference
    .slice(1)
    .split('/')
    .filter((part) => part !== '')) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return isJsonObject(value) ? value : undefined;
}

/** The line of one schema: nothing for a bare container or a branch that says nothing new. */
function addLine(walk: Walk, node: Node): void {
  const { schema, name, pointer } = node;
  const places: Place[] = node.property === undefined ? [] : [node.property];
  const values = valuesOf(schema, pointer, places);
  const texts = textsOf(walk, schema, pointer, name, places);
  const isContainer = isJsonObject(schema['properties']) || isJsonObject(schema['items']);
  const isBare = values === '' && texts === '';
  if (isBare && (places.length === 0 || (isContainer && name === ''))) return;
  const head = name === '' ? '(input)' : `${showText(name)}: ${typeOf(schema)}${node.isRequired ? '!' : ''}`;
  walk.lines.push({ text: `${head}${values}${texts}`, places });
}

function typeOf(schema: JsonObject): string {
  const type = schema['type'];
  if (typeof type === 'string') return showText(type);
  if (Array.isArray(type))
    return type
      .filter((each): each is string => typeof each === 'string' && each !== 'null')
      .map((each) => showText(each))
      .join('|');
  return 'any';
}

function valuesOf(schema: JsonObject, pointer: string, places: Place[]): string {
  let shown = '';
  const add = (value: Json, at: string): string => {
    if (typeof value === 'string') places.push({ pointer: `${pointer}/${at}`, text: value });
    return showText(typeof value === 'string' ? value : JSON.stringify(value));
  };
  if (schema['default'] !== undefined && schema['default'] !== null && schema['default'] !== '')
    shown += ` = ${add(schema['default'], 'default')}`;
  if (Array.isArray(schema['enum']))
    shown += ` [${schema['enum'].map((each, at) => add(each, `enum/${at}`)).join('|')}]`;
  if (schema['const'] !== undefined) shown += ` [${add(schema['const'], 'const')}]`;
  return shown;
}

/** Title, description and examples, where they say more than the name and the tool's description do. */
function textsOf(walk: Walk, schema: JsonObject, pointer: string, name: string, places: Place[]): string {
  let shown = '';
  for (const keyword of ['title', 'description'] as const) {
    const text = schema[keyword];
    if (typeof text !== 'string' || text.trim() === '') continue;
    places.push({ pointer: `${pointer}/${keyword}`, text });
    if (keyword === 'title' && isGeneratedTitle(text, name)) continue;
    if (text.length > 20 && walk.described.includes(text)) continue;
    shown += ` – ${showText(text)}`;
  }
  const examples = schema['examples'];
  if (Array.isArray(examples) && examples.length > 0) {
    for (const [index, each] of examples.entries())
      if (typeof each === 'string') places.push({ pointer: `${pointer}/examples/${index}`, text: each });
    shown += ` e.g. ${examples.map((each) => showText(typeof each === 'string' ? each : JSON.stringify(each))).join(', ')}`;
  }
  return shown;
}

/** Titles that schema generators make of a name: "File Id" for `file_id`, `fooArguments` for a whole input. */
function isGeneratedTitle(title: string, name: string): boolean {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
  const last = name.slice(name.lastIndexOf('.') + 1);
  return plain(title) === plain(last) || (name === '' && /(?:arguments|input|params|parameters|schema)$/i.test(title));
}

function token(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
