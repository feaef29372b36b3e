import { listMirrored } from '../registries/mirrored-list.ts';
import { openRegistry } from '../registries/open-registry.ts';
import type { Collection } from './collection.ts';

/** An MCP registry by its base URL, or a file or folder in which one was saved. */
export const mcpRegistry: Collection = {
  id: 'mcp-registry',
  title: 'an MCP registry (API v0.1), or what was saved of one as JSON or JSON Lines',
  async *read({ from }, context) {
    const registry = openRegistry(from, context);
    if (registry === undefined)
      yield { target: 'mcp-registry', problem: 'its address is no http(s) URL', endsList: true };
    else if (context.mirrors !== undefined && 'records' in registry)
      yield* listMirrored(registry, context.mirrors, context.onEvent);
    else yield* registry.list();
  },
};
