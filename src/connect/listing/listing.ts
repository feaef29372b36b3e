import type { JsonObject } from '../../model/json.ts';
import type { TransportType } from '../../model/server-entry.ts';
import type { MalformedItem } from '../../model/snapshot.ts';
import type { Tool } from '../../model/tool.ts';

/** What one connection answered: the raw material of a `ServerSnapshot`. */
export type Listing = {
  transport: TransportType;
  serverInfo: JsonObject;
  protocolVersion: string;
  capabilities: JsonObject;
  instructions?: string;
  tools: Tool[];
  malformed: MalformedItem[];
  /** Milliseconds from spawn or first request to the last tool. */
  listMs: number;
};
