import { clientConfig } from './client-config.ts';
import type { Collection } from './collection.ts';
import { dockerRegistry } from './docker-registry.ts';
import { jsonLines } from './json-lines.ts';
import { list } from './list.ts';
import { mcpRegistry } from './mcp-registry.ts';
import { toolhiveRegistry } from './toolhive-registry.ts';

/** Every kind of place that names many servers, alphabetical. */
export const COLLECTIONS: readonly Collection[] = [
  clientConfig,
  dockerRegistry,
  jsonLines,
  list,
  mcpRegistry,
  toolhiveRegistry,
];
