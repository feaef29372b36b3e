import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { Fault } from '../../model/fault.ts';
import { isAddress, isPublicAddress } from './address.ts';

/** Milliseconds for one connection to be made; the whole listing has a limit of its own. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Resolves a name to all its addresses; `node:dns` unless a test says otherwise. */
export type Resolve = (
  hostname: string,
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/**
 * Creates an HTTP agent that connects to public addresses only. The check stands where the socket is opened, on the very
 * address that it is opened to: a name that answers differently the second time (DNS rebinding) gains nothing.
 */
export function createGuardedAgent(allowPrivate: boolean, resolve: Resolve = resolveAll): Agent {
  const connect = buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    lookup: guardedLookup(allowPrivate, resolve),
  });
  return new Agent({
    connect: (options, callback) => {
      if (!allowPrivate && isAddress(options.hostname) && !isPublicAddress(options.hostname))
        callback(refusal(options.hostname), null);
      else connect(options, callback);
    },
  });
}

function guardedLookup(allowPrivate: boolean, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, (error, addresses) => {
      const allowed = addresses.filter(({ address }) => allowPrivate || isPublicAddress(address));
      const [first] = allowed;
      if (error !== null) callback(error, '');
      else if (first === undefined) callback(refusal(hostname), '');
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
}

function resolveAll(hostname: string, callback: Parameters<Resolve>[1]): void {
  lookup(hostname, { all: true }, (error, addresses) => callback(error, addresses ?? []));
}

function refusal(hostname: string): Fault {
  return new Fault('address-refused', 'start', `${hostname} is a private, loopback or link-local address`);
}
