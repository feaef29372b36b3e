import { z } from 'zod';
import type { JsonObject } from './json.ts';
import { ServerEntry, TRANSPORTS } from './server-entry.ts';
import type { Tool } from './tool.ts';

const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** Shape of an item of a `tools/list` answer that is no tool, or a second tool of one name. */
export const MalformedItem = z.object({
  /** Position over all pages, from 0. */
  index: z.number().int(),
  /** Its name where it had one. */
  name: z.string().optional(),
  reason: z.string(),
});
export type MalformedItem = z.infer<typeof MalformedItem>;

/** Shape of how a snapshot came to be. */
export const Provenance = z.object({
  transport: z.enum(TRANSPORTS),
  /** The exact package that ran, e.g. `npm:@scope/name@1.2.3`; absent for remotes and commands. */
  package: z.string().optional(),
  /** The way the server was confined: `bubblewrap`, `docker`, `podman`, `none`; absent for remotes. */
  sandbox: z.string().optional(),
  /** Placeholder variables and arguments without which it did not start. Made-up values, no secrets. */
  placeholders: z.object({ env: z.record(z.string(), z.string()), args: z.array(z.string()) }),
  /** Names of variables and headers for which the operator gave real values. */
  given: z.array(z.string()),
  /** Whether install scripts ran (in the sandbox, offline). */
  scriptsRan: z.boolean(),
  /** How many times it was started until it listed. */
  starts: z.number().int(),
  /** Milliseconds from the last start to the last tool. */
  listMs: z.number(),
  /** When the list was complete, ISO 8601. */
  at: z.string(),
});
export type Provenance = z.infer<typeof Provenance>;

/** Shape of what one server answered. */
export const ServerSnapshot = z.object({
  entry: ServerEntry,
  /** `serverInfo` as sent. */
  serverInfo: jsonObject,
  protocolVersion: z.string(),
  capabilities: jsonObject,
  instructions: z.string().optional(),
  /** Every well-formed tool whole; of several with one name all are kept, and recorded in `malformed` from the second on. */
  tools: z.array(z.custom<Tool>((value) => typeof value === 'object' && value !== null)),
  malformed: z.array(MalformedItem),
  provenance: Provenance,
  toolSetHash: z.string(),
});
/** What one server answered. */
export type ServerSnapshot = z.infer<typeof ServerSnapshot>;
