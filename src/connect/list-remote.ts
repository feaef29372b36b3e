import { Fault } from '../model/fault.ts';
import type { Secret } from '../model/secret.ts';
import type { Remote } from '../model/server-entry.ts';
import type { Listing } from './listing/listing.ts';
import type { Caps } from './options.ts';
import type { Resolve } from './remote/guarded-agent.ts';
import type { HostRests } from './remote/host-rests.ts';

/** How one remote is contacted. */
export type RemoteOptions = {
  caps: Caps;
  /** Ends the contact. A Fault as its reason is thrown as it is, a `TimeoutError` as `start-timeout`. */
  signal: AbortSignal;
  /** The operator's headers; they go to the origin of the URL alone. */
  headers: ReadonlyMap<string, Secret>;
  /** Whether private, loopback and link-local addresses may be contacted. */
  allowPrivate: boolean;
  /** How names are resolved; absent means by the system. */
  resolve?: Resolve;
  /** Epoch milliseconds at which `signal` ends the contact: a host's wish for rest is heeded until then. */
  deadline?: number;
  /** What hosts asked for; absent means what they asked of this process. */
  rests?: HostRests;
};

/** Answers by which a server refuses the caller, not the transport: no other transport is tried. */
const NOT_THE_TRANSPORT = new Set([401, 403, 429]);

/**
 * Lists a remote over the transport that it declares, and over the other one where it answers 4xx to the first
 * (MCP 2025-11-25, Backwards Compatibility). Throws a Fault: `auth-required`, `rate-limited`, `unreachable`,
 * `address-refused`, `protocol-error`, `too-large`, `empty`, `start-timeout`, `needs-configuration`.
 */
export async function listRemote(remote: Pick<Remote, 'type' | 'url'>, options: RemoteOptions): Promise<Listing> {
  const url = readUrl(remote.url);
  const { contact } = await import('./remote/contact.ts');
  const started = performance.now();
  const declared = remote.type;
  const first = await contact(url, declared, options);
  if ('answer' in first) return { transport: declared, ...first.answer, listMs: performance.now() - started };
  if (!isRefusedTransport(first.status)) throw first.fault;
  const other = declared === 'sse' ? 'streamable-http' : 'sse';
  const second = await contact(url, other, options);
  if ('answer' in second) return { transport: other, ...second.answer, listMs: performance.now() - started };
  throw isRefusedTransport(second.status) || second.status === undefined ? first.fault : second.fault;
}

function isRefusedTransport(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && !NOT_THE_TRANSPORT.has(status);
}

function readUrl(template: string): URL {
  const variable = /\{([^{}]+)\}/.exec(template)?.[1];
  if (variable !== undefined)
    throw new Fault('needs-configuration', 'resolve', `the URL has a variable to be filled in: ${variable}`, {
      nextStep: `give the whole URL as the target`,
    });
  if (!URL.canParse(template)) throw new Fault('unsupported', 'resolve', 'the remote has no valid URL');
  return new URL(template);
}
