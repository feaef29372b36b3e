import { findExcess, isJsonObject } from '../../model/json.ts';
import { givenIn } from '../arguments/url.ts';
import { withoutSecrets } from '../remote-entry.ts';
import type { TargetProblem } from '../target.ts';
import { DEFAULT_FETCH_LIMITS, type FetchLimits, fetchJson, type JsonAnswer } from './fetch-json.ts';
import { type ListWish, type RemoteRegistry, withOverlap } from './registry.ts';
import { MAX_ENTRY_DEPTH, readRegistryRecord } from './registry-record.ts';

/** Servers asked for at once; the official registry gives no more. */
const PAGE_SIZE = 100;
/** Pages of one list: a hundred times what the largest registry has. */
const MAX_PAGES = 50_000;
/** Empty pages in a row, after which a list is taken to lead nowhere. */
const MAX_EMPTY_PAGES = 10;

type Page = { servers: unknown[]; cursor?: string };

/**
 * A registry that speaks the MCP registry API v0.1 (registry docs, "Generic Registry API" and "Registry Aggregators"). User
 * info in the base URL is sent as Basic credentials. One page is held at a time.
 */
export function registryApi(
  base: URL,
  signal?: AbortSignal,
  limits: FetchLimits = DEFAULT_FETCH_LIMITS,
): RemoteRegistry {
  const { headers } = givenIn(base);
  const place = withoutSecrets(base).replace(/\/+$/, '');
  const get = (path: string, query: Record<string, string> = {}): Promise<JsonAnswer> => {
    const url = new URL(`${place.replace(/\/v0(?:\.1)?$/, '')}/v0.1/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return fetchJson(url, { headers, limits, ...(signal === undefined ? {} : { signal }) });
  };
  return {
    place,
    records: (wish) => listPages(get, place, wish),
    async *list() {
      for await (const item of listPages(get, place, {}))
        if ('problem' in item) yield item;
        else yield* readRegistryRecord(item.record, { place });
    },
    async find(name) {
      const target = `registry:${name}`;
      const answer = await get(`servers/${encodeURIComponent(name)}/versions/latest`);
      if ('value' in answer) return readRegistryRecord(answer.value, { place });
      if (answer.status === 404) return [{ target, problem: `is not in the registry ${place}` }];
      return [{ target, problem: `could not be looked up: the registry ${place} ${answer.problem}` }];
    },
  };
}

async function* listPages(
  get: (path: string, query: Record<string, string>) => Promise<JsonAnswer>,
  place: string,
  { updatedSince }: ListWish,
): AsyncGenerator<{ record: unknown } | TargetProblem, void, void> {
  const query = {
    limit: String(PAGE_SIZE),
    version: 'latest',
    ...(updatedSince === undefined
      ? {}
      : { updated_since: withOverlap(updatedSince).toISOString(), include_deleted: 'true' }),
  };
  const seen = new Set<string>();
  let cursor: string | undefined;
  let empty = 0;
  for (let number = 1; number <= MAX_PAGES; number += 1) {
    const page = readPage(await get('servers', cursor === undefined ? query : { ...query, cursor }));
    const servers = 'problem' in page ? [] : page.servers;
    for (const record of servers) yield bounded(record, place);
    empty = servers.length === 0 ? empty + 1 : 0;
    const next = 'problem' in page ? page : nextPage(page, seen, empty, number);
    if (next !== undefined && 'problem' in next) yield incomplete(place, number, next.problem);
    if (next === undefined || 'problem' in next) break;
    seen.add(next.cursor);
    cursor = next.cursor;
  }
}

/** An entry; a problem where it is too deep to be handled further. */
function bounded(record: unknown, place: string): { record: unknown } | TargetProblem {
  const excess = findExcess(record, MAX_ENTRY_DEPTH);
  return excess === undefined ? { record } : { target: place, problem: `holds an entry with a fault: ${excess}` };
}

/** Where a list goes on: undefined at its end, a problem where it leads nowhere. */
function nextPage(
  { cursor }: Page,
  seen: ReadonlySet<string>,
  empty: number,
  number: number,
): { cursor: string } | { problem: string } | undefined {
  if (cursor === undefined) return undefined;
  if (seen.has(cursor)) return { problem: 'leads back to a page that was read already' };
  if (empty >= MAX_EMPTY_PAGES) return { problem: 'is followed by empty pages only' };
  return number === MAX_PAGES ? { problem: 'is not the last, and more are not read' } : { cursor };
}

function readPage(answer: JsonAnswer): Page | { problem: string } {
  if ('problem' in answer) return { problem: answer.problem };
  if (!isJsonObject(answer.value) || !Array.isArray(answer.value.servers)) return { problem: 'is no list of servers' };
  const { servers, metadata } = answer.value;
  const cursor = isJsonObject(metadata) ? (metadata.nextCursor ?? metadata.next_cursor) : undefined;
  return typeof cursor === 'string' && cursor !== '' ? { servers, cursor } : { servers };
}

function incomplete(place: string, page: number, problem: string): TargetProblem {
  return { target: place, problem: `page ${page} of the registry ${problem}; the list is incomplete`, endsList: true };
}
