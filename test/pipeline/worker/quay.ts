import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { stringify } from 'yaml';
import { sendJson, serve } from '../../servers/http-servers.ts';

/** Many slow MCP servers of one HTTP server, and the processes that look at them. */
export type Quay = {
  folder: string;
  /** Ids of its servers; every seventh answers 503. */
  ids: string[];
  /** Lists that were given out, by path. */
  listings: Map<string, number>;
  /** Writes a config over a catalogue and gives its path. */
  configFor: (database: string, more?: Record<string, unknown>) => string;
  /** Starts the command line. */
  start: (...words: string[]) => Started;
  close: () => Promise<void>;
};

/** A process of the command line. */
export type Started = { child: ChildProcess; said: () => string; ended: Promise<number | null> };

const MAIN = new URL('../../../src/cli/main.ts', import.meta.url).pathname;

/** Opens a quay of so many servers, each of which thinks for a while before it lists. */
export async function openQuay(servers: number, slowMs: number): Promise<Quay> {
  const listings = new Map<string, number>();
  const server = await serve((request, response) => {
    void (async () => {
      const berth = Number(request.url?.slice(1));
      if (request.method !== 'POST') return void response.writeHead(405).end();
      if (berth % 7 === 6) return void response.writeHead(503).end();
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { id, method } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      const serverInfo = { name: `berth-${berth}`, version: '1.0.0' };
      if (method === 'initialize') {
        const result = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo };
        return sendJson(response, { jsonrpc: '2.0', id, result });
      }
      if (method !== 'tools/list') return void response.writeHead(202).end();
      await setTimeout(slowMs);
      listings.set(request.url ?? '', (listings.get(request.url ?? '') ?? 0) + 1);
      const tools = [
        { name: 'read_log', description: 'Reads the log of the quay.', inputSchema: { type: 'object' } },
        { name: `sink_ship_${berth % 5}`, description: 'Deletes a ship.', inputSchema: { type: 'object' } },
      ];
      return sendJson(response, { jsonrpc: '2.0', id, result: { tools } });
      // Whoever asked may be killed while it asks.
    })().catch(() => response.destroy());
  });
  const folder = mkdtempSync(join(tmpdir(), 'quay-'));
  const ids = Array.from({ length: servers }, (_none, berth) => `${server.origin}/${berth}`);
  writeFileSync(join(folder, 'servers.txt'), `${ids.join('\n')}\n`);
  const children = new Set<ChildProcess>();
  return {
    folder,
    ids,
    listings,
    configFor: (database, more = {}) => {
      const path = join(folder, 'night.yaml');
      const config = {
        sources: [{ kind: 'list', from: 'servers.txt' }],
        database,
        allowPrivate: true,
        limits: { remotes: 4, perHost: 1000 },
        worker: { heartbeat: '10s' },
        diskFloor: 0,
        ...more,
      };
      writeFileSync(path, stringify(config));
      return path;
    },
    start: (...words) => {
      const env = { PATH: process.env.PATH, TOOLRISK_HOME: join(folder, 'home') };
      const child = spawn(process.execPath, [MAIN, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      children.add(child);
      let text = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
      const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
      return { child, said: () => text, ended };
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
