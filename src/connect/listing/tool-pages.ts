import { createHash } from 'node:crypto';
import { Fault } from '../../model/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Caps } from '../options.ts';
import { type Peer, RpcError } from './peer.ts';

/** The raw items of all pages, in order. */
export type ToolPages = {
  items: Json[];
  /** Why the list ends before the server's own end; absent when it is whole. */
  cutShort?: string;
};

type Page = { tools: Json[]; next: string | undefined };

/** JSON-RPC 2.0, section 5.1. */
const METHOD_NOT_FOUND = -32601;

/** Longest cursor that is sent back. */
const MAX_CURSOR_LENGTH = 64 * 1024;

/**
 * Asks for page after page of `tools/list` (MCP 2025-11-25, Pagination), also where a server does not declare tools:
 * many that have some forget to. Where a cap is reached, or a later page cannot be read, what came before is kept and
 * the reason stands in `cutShort`. A connection that breaks throws: what is missing then cannot be known.
 */
export async function readToolPages(peer: Peer, envelope: JsonObject, caps: Caps): Promise<ToolPages> {
  const items: Json[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < caps.pages; page++) {
    const result = await requestPage(peer, { ...envelope, ...(cursor === undefined ? {} : { cursor }) }).catch(
      (error: unknown) => afterFirstPage(error, page),
    );
    if (typeof result === 'string') return { items, cutShort: result };
    const room = caps.tools - items.length;
    for (const item of result.tools.slice(0, room)) items.push(item);
    if (result.tools.length > room) return { items, cutShort: `more than ${caps.tools} tools` };
    cursor = result.next;
    if (cursor === undefined) return { items };
    if (cursor.length > MAX_CURSOR_LENGTH) return { items, cutShort: 'the cursor of the next page is too long' };
    const mark = createHash('sha256').update(cursor).digest('base64');
    if (cursors.has(mark)) return { items, cutShort: 'the pages go in a circle' };
    cursors.add(mark);
  }
  return { items, cutShort: `more than ${caps.pages} pages` };
}

async function requestPage(peer: Peer, params: JsonObject): Promise<Page> {
  const result = await peer.request('tools/list', params);
  if (!isJsonObject(result)) throw new Fault('protocol-error', 'list', 'the result of tools/list is not an object');
  const { tools, nextCursor } = result;
  if (!Array.isArray(tools)) throw new Fault('protocol-error', 'list', 'the result of tools/list has no list of tools');
  return { tools, next: typeof nextCursor === 'string' && nextCursor !== '' ? nextCursor : undefined };
}

/** An answer that cannot be used: on the first page it is the server's failure, later it only ends the list. */
function afterFirstPage(error: unknown, page: number): string {
  const isAnswer = error instanceof RpcError || (error instanceof Fault && KEEPS_EARLIER_PAGES.has(error.code));
  if (page > 0 && isAnswer) return `page ${page + 1} could not be read: ${error.message}`;
  if (error instanceof RpcError && error.code === METHOD_NOT_FOUND)
    throw new Fault('empty', 'list', 'the server offers no tools', { cause: error });
  if (error instanceof RpcError)
    throw new Fault('protocol-error', 'list', `tools/list was answered by an error: ${error.message}`, {
      cause: error,
    });
  throw error;
}

const KEEPS_EARLIER_PAGES = new Set(['protocol-error', 'too-large']);
