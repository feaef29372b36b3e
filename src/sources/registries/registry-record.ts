import { readServerJson } from '../server-json/read-server-json.ts';
import { RegistryRecord } from '../server-json/server-json.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';

/** What is asked of a registry's entries. */
export type RecordFilter = {
  /** Where they come from: base URL or file, without secrets. */
  place: string;
  /** Entries that changed before this moment are left out. */
  updatedSince?: Date;
};

/** Reads one entry of a registry (`{ server, _meta }` or server.json alone); old versions and old news give nothing. */
export function readRegistryRecord(
  value: unknown,
  { place, updatedSince }: RecordFilter,
): (ServerTarget | TargetProblem)[] {
  const parsed = RegistryRecord.safeParse(value);
  if (!parsed.success) return [{ target: place, problem: 'holds an entry that is no server.json' }];
  const { server, status, isLatest, updatedAt } = parsed.data;
  if (isLatest === false || isOld(updatedAt, updatedSince)) return [];
  return readServerJson(server, { source: 'registry', target: (name) => `registry:${name}`, place, status });
}

function isOld(updatedAt: string | undefined, since: Date | undefined): boolean {
  return updatedAt !== undefined && since !== undefined && Date.parse(updatedAt) < since.getTime();
}
