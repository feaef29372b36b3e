import type { Transport } from '@modelcontextprotocol/client';
import { Fault } from '../../model/fault.ts';
import { findExcess, type JsonObject } from '../../model/json.ts';
import { MAX_TOOL_DEPTH } from '../../model/tool.ts';
import type { Caps } from '../options.ts';
import { type Greeting, greet } from './handshake.ts';
import type { Listing } from './listing.ts';
import { connectPeer, type Peer, RpcError } from './peer.ts';
import { holdsText, sortItems } from './sort-items.ts';
import { readToolPages } from './tool-pages.ts';

/** What a server answered, without what only its transport knows. */
export type ServerAnswer = Omit<Listing, 'transport' | 'listMs'>;

/** How to list over one transport. */
export type ListOptions = {
  caps: Caps;
  /** Ends the listing; its reason is thrown. */
  signal: AbortSignal;
  /** See `StdioTransport.cutMarker`. */
  cutMarker: () => string | undefined;
  /** Whether every error that the transport reports ends the connection; else only a Fault does. */
  areErrorsFatal: boolean;
};

/**
 * Greets a server and lists its tools; the transport is left open. Throws a Fault (`empty`, `exited`, `protocol-error`,
 * `too-large`, `start-timeout`, `interrupted`), a Fault that is the signal's reason, or whatever the transport throws.
 */
export async function listServer(transport: Transport, options: ListOptions): Promise<ServerAnswer> {
  const { peer, greeting } = await connect(transport, options).catch((error: unknown) => {
    throw atStage(error, 'initialize');
  });
  transport.setProtocolVersion?.(greeting.protocolVersion);
  const pages = await readToolPages(peer, greeting.envelope, options.caps).catch((error: unknown) => {
    throw atStage(error, 'list');
  });
  const marker = options.cutMarker();
  const { tools, malformed } = sortItems(pages.items, marker);
  if (pages.items.length === 0 && pages.cutShort === undefined)
    throw new Fault('empty', 'list', 'the server lists no tools');
  if (tools.length === 0)
    throw new Fault(
      'protocol-error',
      'list',
      `no item of the list is a tool: ${malformed[0]?.reason ?? pages.cutShort}`,
    );
  if (pages.cutShort !== undefined) malformed.push({ index: pages.items.length, reason: pages.cutShort });
  return { ...boundGreeting(greeting, marker), tools, malformed };
}

async function connect(transport: Transport, options: ListOptions): Promise<{ peer: Peer; greeting: Greeting }> {
  const peer = await connectPeer(transport, options.signal, options.areErrorsFatal);
  return { peer, greeting: await greet(peer) };
}

/** Drops from a greeting what later stages could not hold: too deep, or with a text that was cut. */
function boundGreeting(greeting: Greeting, marker: string | undefined): Omit<Greeting, 'envelope'> {
  const { serverInfo, capabilities, protocolVersion, instructions } = greeting;
  const bound = (value: JsonObject): JsonObject =>
    findExcess(value, MAX_TOOL_DEPTH) !== undefined || (marker !== undefined && holdsText(value, marker)) ? {} : value;
  return {
    serverInfo: bound(serverInfo),
    capabilities: bound(capabilities),
    protocolVersion,
    ...(instructions === undefined ? {} : { instructions: instructions.replace(marker ?? '', '') }),
  };
}

/** What a step threw, told with the stage at which it came. */
function atStage(error: unknown, stage: 'initialize' | 'list'): unknown {
  if (error instanceof RpcError)
    return new Fault('protocol-error', stage, `the server answered an error: ${error.message}`, { cause: error });
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new Fault('start-timeout', stage, `the server did not ${TASK[stage]} in time`, { cause: error });
  if (error instanceof DOMException && error.name === 'AbortError')
    return new Fault('interrupted', stage, 'the run was stopped', { cause: error });
  if (!(error instanceof Fault) || error.code === 'sandbox-refused') return error;
  const { code, message, nextStep, stderrTail, cause } = error;
  return new Fault(code, stage, message, { nextStep, stderrTail, cause });
}

const TASK = { initialize: 'answer the handshake', list: 'finish its list of tools' };
