import { findNodeAtLocation, getNodeValue, type Node as JsonNode, type ParseError, parseTree } from 'jsonc-parser';

/** A start that a package's own documentation shows: arguments after the package, and variables with example values. */
export type DocumentedStart = { args: string[]; env: Map<string, string> };

/** Most starts that documentation may bring. */
const MAX_STARTS = 6;
/** Blocks with a `command` that are looked at in one document: looking around each costs time. */
const MAX_BLOCKS = 100;
/** Words before a package's own arguments. */
const LAUNCHER =
  /^(?:-y|--yes|--quiet|--silent|-q|--registry=.*|--from|--prefer-online|--no-cache|--refresh|dlx|exec|run|x|tool|--)$/;

/**
 * Finds client configs in documents (README, METADATA, server.json): every JSON or JSON-like block with a `command`
 * whose line names this package, and every `npx`/`uvx` line in a shell block. Simplest first: a start with few arguments is
 * tried before one with many.
 */
export function documentedStarts(documents: readonly string[], packageName: string): DocumentedStart[] {
  const starts = documents.flatMap((text) => [...fromConfigs(text, packageName), ...fromShellLines(text, packageName)]);
  const unique = new Map(starts.map((start) => [JSON.stringify([start.args, [...start.env.keys()].sort()]), start]));
  return [...unique.values()].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_STARTS);
}

/** Starts over HTTP are of no use here; the others by their number of arguments, those with variables first. */
function rank({ args, env }: DocumentedStart): number {
  const isHttp = args.some((arg) => /^(?:--)?(?:http|sse|streamable-?http)$|^--port/.test(arg));
  return (isHttp ? 100 : 0) + args.length * 2 + (env.size > 0 ? 0 : 1);
}

function fromConfigs(text: string, packageName: string): DocumentedStart[] {
  const starts: DocumentedStart[] = [];
  for (const match of text.matchAll(/"command"\s{0,20}:/g).take(MAX_BLOCKS)) {
    const object = objectAround(text, match.index);
    if (object === undefined) continue;
    const words = stringsOf(findNodeAtLocation(object, ['args']));
    const command = getNodeValue(findNodeAtLocation(object, ['command']) ?? object) as unknown;
    const line = [typeof command === 'string' ? command : '', ...words];
    const args = argumentsAfter(line, packageName) ?? argumentsOfAnother(line);
    if (args !== undefined) starts.push({ args, env: environmentOf(findNodeAtLocation(object, ['env'])) });
  }
  return starts;
}

/** The JSON object that holds a position: its start is the nearest unbalanced brace before it. */
function objectAround(text: string, position: number): JsonNode | undefined {
  let depth = 0;
  for (let at = position; at >= Math.max(0, position - 4000); at -= 1) {
    if (text[at] === '}') depth += 1;
    if (text[at] !== '{') continue;
    if (depth === 0) {
      const problems: ParseError[] = [];
      return parseTree(text.slice(at, at + 8000), problems, { allowTrailingComma: true });
    }
    depth -= 1;
  }
  return undefined;
}

function stringsOf(node: JsonNode | undefined): string[] {
  return (node?.children ?? [])
    .map((child) => getNodeValue(child) as unknown)
    .filter((value) => typeof value === 'string');
}

function environmentOf(node: JsonNode | undefined): Map<string, string> {
  const env = new Map<string, string>();
  for (const property of node?.type === 'object' ? (node.children ?? []) : []) {
    const [name, value] = (property.children ?? []).map((child) => getNodeValue(child) as unknown);
    if (typeof name === 'string' && /^[A-Za-z_]\w*$/.test(name)) env.set(name, typeof value === 'string' ? value : '');
  }
  return env;
}

function fromShellLines(text: string, packageName: string): DocumentedStart[] {
  const starts: DocumentedStart[] = [];
  for (const [line] of text.matchAll(
    /^[ \t]*(?:\$ |> )?(?:[A-Z_][A-Z0-9_]*=\S+ )*(?:npx|bunx|pnpm dlx|yarn dlx|uvx|uv tool run|pipx run) [^\n`]+$/gm,
  )) {
    const env = new Map(
      [...line.matchAll(/(?:^|\s)([A-Z_][A-Z0-9_]*)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    );
    const words = line
      .replace(/\s#.*$/, '')
      .trim()
      .replace(/^[$>] /, '')
      .split(/\s+/)
      .map((word) => word.replaceAll(/^["']|["']$/g, ''));
    const args = argumentsAfter(words, packageName);
    if (args !== undefined && !words.includes('\\') && !words.includes('|')) starts.push({ args, env });
  }
  return starts;
}

/** The words after the one that names the package, if it is named; a program of `-p pkg program` is left out. */
function argumentsAfter(words: readonly string[], packageName: string): string[] | undefined {
  const own = packageName.toLowerCase();
  const bare = own.replace(/^@[^/]+\//, '');
  const at = words.findIndex((word) => {
    const name = word
      .toLowerCase()
      .replace(/(?<=.)@[^/]*$/, '')
      .replace(/==.*$/, '')
      .replace(/\[.*\]$/, '');
    return name === own || name === bare;
  });
  if (at < 0) return undefined;
  const rest = words.slice(at + 1);
  const isNamed = /^(?:-p|--package|--from|--spec)$/.test(words[at - 1] ?? '');
  const args = isNamed ? rest.slice(rest.findIndex((word) => !LAUNCHER.test(word)) + 1) : rest;
  return args.filter((word, index) => !(index === 0 && LAUNCHER.test(word) && word !== 'run' && word !== 'exec'));
}

/** The arguments of a config that calls the server otherwise: from a checkout, in a container, or as a fork's parent. */
function argumentsOfAnother([command = '', ...words]: readonly string[]): string[] | undefined {
  const program = command.replace(/^.*[\\/]/, '');
  if (/^(?:docker|podman)$/.test(program)) return [];
  if (!/^(?:npx|bunx|pnpx|node|bun|uvx|python3?|tsx)$/.test(program)) return undefined;
  const first = words.findIndex((word) => !LAUNCHER.test(word) && !word.startsWith('-'));
  return first < 0 ? undefined : words.slice(first + 1);
}
