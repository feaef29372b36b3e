import type { Json } from '../../model/json.ts';

/** Host as the WHATWG URL Standard writes it, and port, where one is named or a scheme has one. */
type Place = { host: string; port: number | undefined; isStandardPort: boolean };

/** A URL whose parts every parser cuts alike: no user info, no backslash, no white space, no escapes before the path. */
const PLAIN_URL = /^(https?|wss?):\/\/([^/?#\\@%\s]+)(?:\/[^\\\s]*|[?#][^\\\s@]*)?$/i;
/** A name of ASCII labels (one dot may end it), or an IPv6 address in brackets; with or without a port. */
const AUTHORITY = /^((?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i;
/** Characters that parsers drop. */
const CONTROLS = /[\u0000-\u0020\u007f-\u00a0]/;

/**
 * Whether a value is a URL (http, https, ws, wss) or a bare host of one of the allowed places, however a server reads
 * it. What two parsers could read differently is refused: user info, backslashes, escapes, hosts that are not ASCII
 * (write Punycode), and IPv4 addresses in any form but four decimal numbers. Redirects and DNS cannot be seen.
 */
export function isAllowedUrl(value: Json, allowed: readonly string[]): boolean {
  if (typeof value !== 'string' || CONTROLS.test(value)) return false;
  const place = placeOf(value);
  return place !== undefined && allowed.some((entry) => isWithin(place, entry));
}

/** Whether a text can stand in a list of allowed hosts; Unicode is taken as Punycode. */
export function isAllowedHost(entry: string): boolean {
  return readAllowedHost(entry) !== undefined;
}

function isWithin({ host, port, isStandardPort }: Place, entry: string): boolean {
  const allowed = readAllowedHost(entry);
  if (allowed === undefined) return false;
  if (allowed.port === undefined ? !isStandardPort : allowed.port !== port) return false;
  return allowed.below ? host.endsWith(`.${allowed.host}`) : host === allowed.host;
}

/** An entry of a list of allowed hosts as calls are compared with it; `below`: only names that end in it. */
export function readAllowedHost(entry: string): { host: string; port: number | undefined; below: boolean } | undefined {
  const below = entry.startsWith('*.');
  const place = below ? entry.slice(2) : entry;
  const url = /[/?#\\@%\s*]/.test(place) ? null : URL.parse(`http://${place}/`);
  const host = withoutDot(url?.hostname ?? '');
  if (host === '' || (below && isAddress(host))) return undefined;
  const port = /:(\d{1,5})$/.exec(place)?.[1];
  return { host, port: port === undefined ? undefined : Number(port), below };
}

function placeOf(value: string): Place | undefined {
  const [, scheme, authority = value] = PLAIN_URL.exec(value) ?? [];
  const [, written, port] = AUTHORITY.exec(authority) ?? [];
  const url = URL.parse(scheme === undefined ? `http://${value}/` : value);
  if (written === undefined || url === null) return undefined;
  const host = withoutDot(url.hostname);
  // An address in octal, hexadecimal or one number is one to some parsers and a name to others.
  if (isIpv4(host) && host !== withoutDot(written)) return undefined;
  if (scheme === undefined)
    return { host, port: port === undefined ? undefined : Number(port), isStandardPort: port === undefined };
  const standard = /^(?:https|wss)$/i.test(scheme) ? 443 : 80;
  return { host, port: url.port === '' ? standard : Number(url.port), isStandardPort: url.port === '' };
}

/** A dot at the end says that a name is whole: with and without it is the same host. */
function withoutDot(host: string): string {
  return (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase();
}

function isIpv4(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
}

function isAddress(host: string): boolean {
  return isIpv4(host) || host.startsWith('[');
}
