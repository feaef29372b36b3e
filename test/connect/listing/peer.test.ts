import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { greet } from '../../../src/connect/listing/handshake.ts';
import { listServer } from '../../../src/connect/listing/list-server.ts';
import { connectPeer } from '../../../src/connect/listing/peer.ts';
import { DEFAULT_CAPS } from '../../../src/connect/options.ts';
import { Fault } from '../../../src/model/fault.ts';

type Sent = { id?: number; method?: string; params?: unknown };

/** A transport whose far end is a function: what it gives for a message is delivered. */
function wire(answer: (message: Sent) => unknown[]): Transport & { sent: Sent[] } {
  const sent: Sent[] = [];
  const transport: Transport & { sent: Sent[] } = {
    sent,
    start: async () => undefined,
    close: async () => undefined,
    async send(message) {
      const plain: Sent = JSON.parse(JSON.stringify(message));
      sent.push(plain);
      for (const reply of answer(plain)) deliver(transport, reply);
    },
  };
  return transport;
}

function deliver(transport: Transport, reply: unknown): void {
  const message: JSONRPCMessage = JSON.parse(JSON.stringify(reply));
  queueMicrotask(() => transport.onmessage?.(message));
}

const never = new AbortController().signal;

describe('the end of a connection', () => {
  it.each<[string, (id: number | undefined) => unknown[], unknown]>([
    ['an answer', (id) => [{ id, result: { a: 1 } }], { a: 1 }],
    ['an answer with its id as text', (id) => [{ id: `${id}`, result: { a: 2 } }], { a: 2 }],
    [
      'the first of two answers',
      (id) => [
        { id, result: 'first' },
        { id, result: 'second' },
      ],
      'first',
    ],
    [
      'its own answer among others',
      (id) => [
        { id: 99, result: 'other' },
        { id, result: 'own' },
      ],
      'own',
    ],
  ])('gives %s', async (_what, replies, result) => {
    const peer = await connectPeer(
      wire(({ id }) => replies(id)),
      never,
      false,
    );
    expect(await peer.request('tools/list', {})).toEqual(result);
  });

  it.each<[string, unknown]>([
    ['with the id', 1],
    ['without an id', null],
  ])('throws an error that was answered %s', async (_what, id) => {
    const error = { code: -32700, message: 'what?' };
    const peer = await connectPeer(
      wire(() => [{ id, error }]),
      never,
      false,
    );
    await expect(peer.request('tools/list', {})).rejects.toMatchObject({ code: -32700, message: 'what?' });
  });

  it('throws what ended the transport, also to later requests', async () => {
    const transport = wire(() => []);
    const peer = await connectPeer(transport, never, false);
    const request = peer.request('tools/list', {});
    transport.onerror?.(new Error('a hiccup'));
    transport.onerror?.(new Fault('too-large', 'list', 'too much'));
    await expect(request).rejects.toMatchObject({ code: 'too-large' });
    await expect(peer.request('tools/list', {})).rejects.toMatchObject({ code: 'too-large' });
  });

  it('lets go of the signal when it ends', async () => {
    const stop = new AbortController();
    const transport = wire(() => []);
    const peer = await connectPeer(transport, stop.signal, false);
    transport.onclose?.();
    stop.abort(new Error('too late'));
    await expect(peer.request('tools/list', {})).rejects.toMatchObject({ code: 'exited' });
  });

  it('is not waited for where a transport never starts', async () => {
    const transport = { ...wire(() => []), start: () => new Promise<void>(() => undefined) };
    await expect(connectPeer(transport, AbortSignal.timeout(50), false)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});

describe('the greeting', () => {
  const modern = 'io.modelcontextprotocol/protocolVersion';

  it.each([
    ['an unsupported version', -32022],
    ['an unknown method', -32601],
  ])('goes over to revision 2026-07-28 when the handshake is refused as %s', async (_what, code) => {
    const transport = wire(({ id, method }) => {
      if (method === 'initialize') return [{ id, error: { code, message: 'no' } }];
      const serverInfo = { name: 'lending-desk', version: '3' };
      return [
        {
          id,
          result: {
            supportedVersions: ['2026-07-28'],
            capabilities: { tools: {} },
            _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
          },
        },
      ];
    });
    const greeting = await greet(await connectPeer(transport, never, false));
    expect(greeting).toMatchObject({
      protocolVersion: '2026-07-28',
      serverInfo: { name: 'lending-desk' },
      capabilities: { tools: {} },
    });
    expect(transport.sent.map(({ method }) => method)).toEqual(['initialize', 'server/discover']);
    expect(transport.sent[1]?.params).toMatchObject({ _meta: { [modern]: '2026-07-28' } });
    expect(greeting.envelope).toMatchObject({ _meta: { [modern]: '2026-07-28' } });
  });

  it('lists without a word on itself where a server of the newer revision does not tell', async () => {
    const tools = [{ name: 'lend_book', inputSchema: {} }];
    const transport = wire(({ id, method }) =>
      method === 'tools/list'
        ? [{ id, result: { resultType: 'complete', tools } }]
        : [{ id, error: { code: -32601, message: 'no' } }],
    );
    const options = { caps: DEFAULT_CAPS, signal: never, cutMarker: () => undefined, areErrorsFatal: false };
    expect(await listServer(transport, options)).toMatchObject({
      serverInfo: {},
      protocolVersion: '2026-07-28',
      tools,
    });
  });

  it('is not tried again when the server refuses for another reason', async () => {
    const transport = wire(({ id }) => [{ id, error: { code: -32603, message: 'set LIBRARY_CARD' } }]);
    await expect(greet(await connectPeer(transport, never, false))).rejects.toThrow('set LIBRARY_CARD');
    expect(transport.sent).toHaveLength(1);
  });
});

describe('the pages', () => {
  it('are asked for with the cursor of the last and with nothing else', async () => {
    const transport = wire(({ id, method, params }) => {
      if (method === 'initialize') return [{ id, result: { protocolVersion: '2025-11-25' } }];
      if (method !== 'tools/list') return [];
      const isFirst = !JSON.stringify(params).includes('cursor');
      return [
        {
          id,
          result: {
            tools: [{ name: isFirst ? 'a' : 'b' }],
            ...(isFirst ? { nextCursor: 'shelf 2' } : { nextCursor: null }),
          },
        },
      ];
    });
    const options = { caps: DEFAULT_CAPS, signal: never, cutMarker: () => undefined, areErrorsFatal: false };
    const { tools } = await listServer(transport, options);
    expect(tools.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(transport.sent.slice(2)).toMatchObject([{ params: {} }, { params: { cursor: 'shelf 2' } }]);
  });
});
