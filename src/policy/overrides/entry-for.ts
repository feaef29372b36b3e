import type { Overrides, ToolOverride } from './overrides.ts';

/** The override that holds for a tool, and whether it names the tool. */
export type Entry = { override: ToolOverride; isNamed: boolean };

/** Names of the file's servers that speak of a server: its own id first, then patterns, longer ones first. */
export function matchingServers({ servers }: Overrides, server: string): string[] {
  return Object.keys(servers)
    .filter((name) => name === server || (name.endsWith('*') && server.startsWith(name.slice(0, -1))))
    .sort((a, b) => Number(b === server) - Number(a === server) || b.length - a.length);
}

/**
 * The override that holds for a tool: the first that names it, in the order of `matchingServers`, else the first `all`.
 * It stands alone; entries are not mixed.
 */
export function entryFor(overrides: Overrides, servers: readonly string[], tool: string): Entry | undefined {
  const entries = servers.flatMap((name) => overrides.servers[name] ?? []);
  const named = entries.find(({ tools }) => Object.hasOwn(tools, tool))?.tools[tool];
  if (named !== undefined) return { override: named, isNamed: true };
  const all = entries.find((entry) => entry.all !== undefined)?.all;
  return all === undefined ? undefined : { override: { ...all, loosen: false }, isNamed: false };
}
