import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test registry answers: a JSON value with status 200, or whatever it writes itself. */
export type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown;

/** A registry on loopback; `requests` holds the paths that were asked for. */
export type TestRegistry = { base: string; requests: string[]; close: () => Promise<void> };

/** Starts a registry. An answer that is `undefined` means that the response was written by hand. */
export async function startRegistry(answer: Answer): Promise<TestRegistry> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const value = answer(request, response, new URL(request.url ?? '', 'http://registry.test'));
    if (value !== undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** An entry of a registry's page. */
export function entryOf(
  name: string,
  more: { status?: string; isLatest?: boolean; updatedAt?: string; server?: object } = {},
): object {
  const { status = 'active', isLatest = true, updatedAt = '2026-11-01T00:00:00Z', server } = more;
  return {
    server: {
      $schema: 'server.schema.json',
      name: `example.harbour/${name}`,
      description: 'Tells the tides',
      version: '1.0.0',
      packages: [{ registryType: 'npm', identifier: name, version: '1.0.0', transport: { type: 'stdio' } }],
      ...server,
    },
    _meta: { 'io.modelcontextprotocol.registry/official': { status, isLatest, updatedAt, publishedAt: updatedAt } },
  };
}
