import { SSEClientTransport, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import type { Fault } from '../../model/fault.ts';
import type { RemoteOptions } from '../list-remote.ts';
import { listServer, type ServerAnswer } from '../listing/list-server.ts';
import { createBodyCap } from './body-cap.ts';
import { createGuardedAgent } from './guarded-agent.ts';
import { createGuardedFetch, type Refusal } from './guarded-fetch.ts';
import { remoteFault } from './remote-fault.ts';

/** The transports over HTTP. */
export type HttpTransport = 'streamable-http' | 'sse';

/** What one contact found: the list, or the fault with the status of the answer that stood in its way. */
export type Contact = { answer: ServerAnswer } | { fault: unknown; status: number | undefined };

/** Milliseconds in which a session is given back; servers forget it by themselves too. */
const GOODBYE_MS = 300;

/** Lists a remote over one transport. When it returns, no connection and no timer is left. */
export async function contact(url: URL, type: HttpTransport, options: RemoteOptions): Promise<Contact> {
  const agent = createGuardedAgent(options.allowPrivate, options.resolve);
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  let refusal: Refusal | undefined;
  const bodyCap = createBodyCap(options.caps, (fault: Fault) => stop.abort(fault));
  const fetch = createGuardedFetch({
    url,
    headers: options.headers,
    dispatcher: agent,
    bodyCap,
    onRefusal: (answer) => {
      if (type === 'sse' || answer.method === 'POST') refusal = answer;
    },
  });
  const transport = createTransport(url, type, fetch);
  try {
    const { caps } = options;
    const { cutMarker } = bodyCap;
    return { answer: await listServer(transport, { caps, signal, cutMarker, areErrorsFatal: type === 'sse' }) };
  } catch (error) {
    return { fault: remoteFault(error, refusal), status: refusal?.status };
  } finally {
    if (!signal.aborted) await sayGoodbye(transport);
    await transport.close();
    await agent.destroy();
  }
}

function createTransport(url: URL, type: HttpTransport, guardedFetch: typeof fetch): Transport {
  const options = { fetch: guardedFetch, redirectPolicy: 'follow' } as const;
  if (type === 'sse') return new SSEClientTransport(url, options);
  const reconnectionOptions = {
    initialReconnectionDelay: 1000,
    maxReconnectionDelay: 1000,
    reconnectionDelayGrowFactor: 1,
    maxRetries: 0,
  };
  return new StreamableHTTPClientTransport(url, { ...options, reconnectionOptions });
}

/** Ends the session of a stateful server (MCP 2025-11-25, Session Management), within `GOODBYE_MS`. */
async function sayGoodbye(transport: Transport): Promise<void> {
  if (!(transport instanceof StreamableHTTPClientTransport) || transport.sessionId === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, GOODBYE_MS);
  await Promise.race([transport.terminateSession().catch(() => undefined), promise]);
  clearTimeout(timer);
}
