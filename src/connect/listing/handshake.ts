import { Fault } from '../../model/fault.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { type Peer, RpcError } from './peer.ts';

/** What a server said of itself before it listed its tools. */
export type Greeting = {
  serverInfo: JsonObject;
  protocolVersion: string;
  capabilities: JsonObject;
  instructions?: string;
  /** Goes into the params of every further request: nothing, or the `_meta` of revision 2026-07-28. */
  envelope: JsonObject;
};

/** The newest revision with an `initialize` handshake. */
const LEGACY_VERSION = '2025-11-25';
/** The first revision without one (MCP 2026-07-28, Versioning). */
const MODERN_VERSION = '2026-07-28';

const CLIENT_INFO = { name: 'toolrisk', version: '0.1.0' };

/** `_meta` of every request under revision 2026-07-28. */
const MODERN_ENVELOPE: JsonObject = {
  _meta: {
    'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
    'io.modelcontextprotocol/clientInfo': CLIENT_INFO,
    'io.modelcontextprotocol/clientCapabilities': {},
  },
};

/** Error codes by which a server of the modern era alone refuses `initialize`: unsupported version, unknown method. */
const REFUSALS = new Set([-32022, -32601]);

/** Greets a server: the handshake of the older revisions first, which most servers know, then the newer way. */
export async function greet(peer: Peer): Promise<Greeting> {
  try {
    return await initialize(peer);
  } catch (error) {
    if (!(error instanceof RpcError && REFUSALS.has(error.code))) throw error;
    return await discover(peer, error);
  }
}

async function initialize(peer: Peer): Promise<Greeting> {
  const params = { protocolVersion: LEGACY_VERSION, capabilities: {}, clientInfo: CLIENT_INFO };
  const result = asObject(await peer.request('initialize', params), 'initialize');
  await peer.notify('notifications/initialized');
  return { ...readGreeting(result, result.serverInfo, LEGACY_VERSION), envelope: {} };
}

/** `server/discover` is optional for servers: one that refuses it may list its tools all the same. */
async function discover(peer: Peer, refusal: RpcError): Promise<Greeting> {
  const result = await peer.request('server/discover', MODERN_ENVELOPE).catch((error: unknown) => {
    if (!(error instanceof RpcError)) throw error;
    if (refusal.code !== error.code) throw refusal;
    return {};
  });
  const answer = asObject(result, 'server/discover');
  const meta = isJsonObject(answer._meta) ? answer._meta : {};
  const serverInfo = meta['io.modelcontextprotocol/serverInfo'] ?? answer.serverInfo;
  return { ...readGreeting(answer, serverInfo, MODERN_VERSION), envelope: MODERN_ENVELOPE };
}

/** Reads what is there and forgives what is not: a missing name must not hide a server's tools. */
function readGreeting(result: JsonObject, serverInfo: unknown, version: string): Omit<Greeting, 'envelope'> {
  const { protocolVersion, capabilities, instructions } = result;
  return {
    serverInfo: isJsonObject(serverInfo) ? serverInfo : {},
    protocolVersion: typeof protocolVersion === 'string' ? protocolVersion.slice(0, 100) : version,
    capabilities: isJsonObject(capabilities) ? capabilities : {},
    ...(typeof instructions === 'string' ? { instructions } : {}),
  };
}

function asObject(result: unknown, method: string): JsonObject {
  if (isJsonObject(result)) return result;
  throw new Fault('protocol-error', 'initialize', `the result of ${method} is not an object`);
}
