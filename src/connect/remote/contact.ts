import type { Transport } from '@modelcontextprotocol/client';
import type { Fault } from '../../model/fault.ts';
import { linkSignal } from '../linked-signal.ts';
import type { RemoteOptions } from '../list-remote.ts';
import { listServer, type ServerAnswer } from '../listing/list-server.ts';
import { createBodyCap } from './body-cap.ts';
import { createGuardedAgent } from './guarded-agent.ts';
import { createGuardedSend, type Send } from './guarded-request.ts';
import { createHostRests, createPoliteSend } from './host-rests.ts';
import { type Refusal, remoteFault } from './remote-fault.ts';
import { createStreamableHttp } from './streamable-http.ts';

/** The transports over HTTP. */
export type HttpTransport = 'streamable-http' | 'sse';

/** What one contact found: the list, or the fault with the status of the answer that stood in its way. */
export type Contact = { answer: ServerAnswer } | { fault: unknown; status: number | undefined };

/** Milliseconds in which a session is given back; servers forget it by themselves too. */
const GOODBYE_MS = 300;

/** What requests end by that are still under way when a contact ends; one for all, as making an error costs more than the rest of leaving. */
const LEFT = new Error('the contact has ended');

/** What the hosts of this process asked for. */
const RESTS = createHostRests();

/** Lists a remote over one transport. When it returns, no connection and no timer is left. */
export async function contact(url: URL, type: HttpTransport, options: RemoteOptions): Promise<Contact> {
  const { caps, headers, deadline = Number.POSITIVE_INFINITY, rests = RESTS } = options;
  const agent = createGuardedAgent(options.allowPrivate, options.resolve);
  const { signal, abort, release } = linkSignal(options.signal);
  let refusal: Refusal | undefined;
  const bodyCap = createBodyCap(caps, (fault: Fault) => abort(fault));
  const guarded = createGuardedSend({ url, headers, dispatcher: agent, bodyCap });
  const polite = createPoliteSend(guarded, rests, deadline);
  const send: Send = async (target, request) => {
    const answer = await polite(target, request);
    if (answer.status >= 300 && (type === 'sse' || request.method === 'POST'))
      refusal = { status: answer.status, challenge: answer.headers['www-authenticate']?.slice(0, 300) ?? '' };
    return answer;
  };
  const { transport, sayGoodbye } = await createTransport(url, type, send);
  try {
    const { cutMarker } = bodyCap;
    return { answer: await listServer(transport, { caps, signal, cutMarker, areErrorsFatal: type === 'sse' }) };
  } catch (error) {
    return { fault: remoteFault(error, refusal), status: refusal?.status };
  } finally {
    if (!signal.aborted) await sayGoodbye();
    release();
    await transport.close();
    await agent.destroy(LEFT);
  }
}

async function createTransport(
  url: URL,
  type: HttpTransport,
  send: Send,
): Promise<{ transport: Transport; sayGoodbye: () => Promise<void> }> {
  if (type === 'streamable-http') {
    const transport = createStreamableHttp(url, send);
    // The session of a stateful server is ended (MCP 2025-11-25, Session Management).
    const sayGoodbye = async (): Promise<void> => {
      const { signal, release } = linkSignal(new AbortController().signal, GOODBYE_MS);
      await transport.endSession(signal).catch(() => undefined);
      release();
    };
    return { transport, sayGoodbye };
  }
  const [{ SSEClientTransport }, { createGuardedFetch }] = await Promise.all([
    import('@modelcontextprotocol/client'),
    import('./guarded-fetch.ts'),
  ]);
  const transport = new SSEClientTransport(url, { fetch: createGuardedFetch(send), redirectPolicy: 'follow' });
  return { transport, sayGoodbye: async () => undefined };
}
