import { readServerJson } from '../server-json/read-server-json.ts';
import { RegistryRecord } from '../server-json/server-json.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';

/** Levels of nesting that an entry may have. */
export const MAX_ENTRY_DEPTH = 100;

/** Where a registry's entries come from. */
export type RecordOrigin = {
  /** Base URL or file, without secrets. */
  place: string;
};

/** Reads one entry of a registry (`{ server, _meta }` or server.json alone); old versions give nothing. */
export function readRegistryRecord(value: unknown, { place }: RecordOrigin): (ServerTarget | TargetProblem)[] {
  const parsed = RegistryRecord.safeParse(value);
  if (!parsed.success) return [{ target: place, problem: 'holds an entry that is no server.json' }];
  const { server, status, isLatest } = parsed.data;
  if (isLatest === false) return [];
  return readServerJson(server, { source: 'registry', target: (name) => `registry:${name}`, place, status });
}
