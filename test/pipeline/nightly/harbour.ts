import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClassifier } from '../../../src/classify/create-classifier.ts';
import { readClassifierAssets } from '../../../src/pipeline/assets.ts';
import { NightlyConfig } from '../../../src/pipeline/nightly/config.ts';
import type { NightOptions, NightTools } from '../../../src/pipeline/nightly/night-options.ts';
import { sendJson, serve, type TestServer } from '../../servers/http-servers.ts';

/** A tool as a berth lists it. */
export type BerthTool = { name: string; description: string };

/** What a berth of the harbour does: it lists tools, answers with a status, or never answers. */
export type Berth = BerthTool[] | number | 'silent';

/** Many MCP servers of one HTTP server, one a path, and a folder for a night over them. */
export type Harbour = {
  berths: Map<string, Berth>;
  server: TestServer;
  folder: string;
  /** Milliseconds before each answer. */
  delayMs: number;
  /** Id of the server of a berth. */
  idOf: (berth: string) => string;
  /** How often the tools of a berth were asked for. */
  listings: (berth: string) => number;
  close: () => Promise<void>;
};

export const MOOR: BerthTool = { name: 'get_mooring', description: 'Reads the mooring of a ship.' };
export const SINK: BerthTool = { name: 'delete_ship', description: 'Deletes a ship for ever. This cannot be undone.' };

/** Opens a harbour. */
export async function openHarbour(): Promise<Harbour> {
  const berths = new Map<string, Berth>();
  const listings = new Map<string, number>();
  const server = await serve((request, response) => {
    const answer = async () => {
      const berth = request.url?.slice(1) ?? '';
      const does = berths.get(berth) ?? 404;
      if (does === 'silent') return;
      await wait(harbour.delayMs);
      if (request.method !== 'POST') return void response.writeHead(405).end();
      if (typeof does === 'number') return void response.writeHead(does).end();
      const { id, method } = await readJson(request);
      const serverInfo = { name: berth, version: '1.0.0' };
      const hello = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
      if (method === 'initialize') return sendJson(response, { jsonrpc: '2.0', id, result: hello });
      if (method !== 'tools/list') return void response.writeHead(202).end();
      listings.set(berth, (listings.get(berth) ?? 0) + 1);
      const tools = does.map((tool) => ({ ...tool, inputSchema: { type: 'object' } }));
      return sendJson(response, { jsonrpc: '2.0', id, result: { tools } });
    };
    answer().catch((error: unknown) => {
      const isClientGone = error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
      if (!isClientGone) throw error;
    });
  });
  const folder = mkdtempSync(join(tmpdir(), 'harbour-'));
  const harbour: Harbour = {
    berths,
    server,
    folder,
    delayMs: 0,
    idOf: (berth) => `${server.origin}/${berth}`,
    listings: (berth) => listings.get(berth) ?? 0,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return harbour;
}

async function readJson(request: IncomingMessage): Promise<{ id?: unknown; method?: unknown }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}

/** Writes the list of servers that the night's config names. */
export function nameBerths({ folder, idOf }: Harbour, berths: readonly string[]): void {
  writeFileSync(join(folder, 'servers.txt'), berths.map((berth) => `${idOf(berth)}\n`).join(''));
}

/** What a night over a harbour is asked to do. */
export function nightOf(
  { folder }: Harbour,
  more: Record<string, unknown> = {},
  options: Partial<NightOptions> = {},
): NightOptions {
  const config = NightlyConfig.parse({
    sources: [{ kind: 'list', from: 'servers.txt' }],
    allowPrivate: true,
    timeouts: { server: '5s' },
    limits: { remotes: 8, perHost: 8 },
    diskFloor: 0,
    ...more,
  });
  return {
    config,
    folder,
    places: { state: join(folder, 'state'), installs: join(folder, 'installs') },
    database: join(folder, 'catalog.db'),
    secrets: new Map(),
    variables: new Map(),
    llm: { mode: 'off', model: '', baseUrl: '', concurrency: 1, deadlineMs: 1000 },
    recipients: {},
    ...options,
  };
}

const classifier = createClassifier(readClassifierAssets());

/** Tools for a night at a time of day, with what they were used for. */
export function toolsAt(
  time: string,
  more: Partial<NightTools> = {},
): NightTools & { classified: string[]; notes: string[] } {
  const classified: string[] = [];
  const notes: string[] = [];
  return {
    classified,
    notes,
    classifier: {
      versions: classifier.versions,
      classifyTool: (tool, context) => {
        classified.push(tool.name);
        return classifier.classifyTool(tool, context);
      },
    },
    signal: new AbortController().signal,
    now: () => new Date(time),
    onEvent: (event) => {
      if (event.type === 'note') notes.push(event.message);
    },
    onProgress: () => undefined,
    ...more,
  };
}

/** The text of a file of the harbour's folder. */
export function readText({ folder }: Harbour, ...path: string[]): string {
  return readFileSync(join(folder, ...path), 'utf8');
}
