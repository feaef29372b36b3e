import { hashOf, sortStrings } from './canonical.ts';

/** What `classify/` may know of a tool's server. One object for all tools of a server: what is derived from it is kept. */
export type ServerContext = {
  /** Server id. */
  server: string;
  instructions?: string;
  /** Names of the server's tools, with or without the one that is looked at. */
  siblings: readonly string[];
};

/** How many siblings a verdict may look at, so that it does not depend on how many a server has. */
const MAX_SIBLINGS = 12;

/** `more` is the tool that the context does not name itself. */
type Derived = { names: Set<string>; hash: string; byHash: string[]; more: string | undefined };
const derivedOf = new WeakMap<ServerContext, Derived>();

function derive(context: ServerContext, more?: string): Derived {
  const names = new Set(more === undefined ? context.siblings : [...context.siblings, more]);
  const sorted = sortStrings([...names]);
  return {
    names,
    more,
    hash: hashOf({ server: context.server, instructions: context.instructions ?? '', siblings: sorted }),
    byHash: names.size <= MAX_SIBLINGS + 1 ? sorted : smallestHashes(sorted),
  };
}

function smallestHashes(names: readonly string[]): string[] {
  return names
    .map((name) => [hashOf(name), name] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_SIBLINGS + 1)
    .map(([, name]) => name);
}

function derivedFor(context: ServerContext, tool: string): Derived {
  const known = derivedOf.get(context);
  if (known?.names.has(tool) && (known.more === undefined || known.more === tool)) return known;
  const derived = derive(context, context.siblings.includes(tool) ? undefined : tool);
  derivedOf.set(context, derived);
  return derived;
}

/** Hash of the context that the verdict on a tool depends on: server id, instructions, sorted names of all tools. */
export function contextHash(context: ServerContext, tool: string): string {
  return derivedFor(context, tool).hash;
}

/** At most `MAX_SIBLINGS` names of a server's other tools, the same ones whatever their order: those whose hashes are smallest. */
export function sampleSiblings(context: ServerContext, tool: string): string[] {
  return derivedFor(context, tool)
    .byHash.filter((name) => name !== tool)
    .slice(0, MAX_SIBLINGS);
}
