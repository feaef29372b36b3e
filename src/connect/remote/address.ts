import ipaddr from 'ipaddr.js';

/** Public addresses at which clouds keep metadata and keys of the machine itself (Azure's wire server). */
const METADATA = new Set(['168.63.129.16']);

/**
 * Says whether an IP address is on the public internet: neither private, loopback, link-local (where clouds keep their
 * metadata), carrier-grade NAT, multicast, nor reserved. IPv4 in IPv6 form is judged as the IPv4 address it is; forms
 * that tunnel IPv4 (6to4, Teredo, NAT64) are refused, as they may end anywhere.
 */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  const parsed = ipaddr.process(bare);
  return parsed.range() === 'unicast' && !METADATA.has(parsed.toString());
}

/** Says whether a URL's host is an IP address rather than a name. */
export function isAddress(hostname: string): boolean {
  return ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''));
}
