/** How the servers of a farm behave, by their number alone, so that crawler, checker and farm agree without talking. */

/** Ways of misbehaving, and the failure that each must be told as; undefined where what can be had is listed. */
export const WAYS = {
  stall: 'start-timeout',
  'server-error': 'unreachable',
  unauthorised: 'auth-required',
  'rate-limit': 'rate-limited',
  'broken-json': 'protocol-error',
  'closed-connection': 'unreachable',
  'endless-pages': undefined,
  'huge-body': 'too-large',
  'redirect-circle': 'unreachable',
  'wrong-version': 'protocol-error',
} as const;

export type Way = keyof typeof WAYS;
const NAMES = Object.keys(WAYS) as Way[];

/** How an honest server speaks. */
const DIALECTS = ['legacy-json', 'legacy-events', 'legacy-json', 'stateless'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** One server in so many misbehaves: 2%. */
const MISBEHAVING_EVERY = 50;
/** One server in so many offers the tools of a vendor's other servers. */
const CLONE_EVERY = 20;
/** Tool sets that clones share. */
const VENDORS = 3;
/** Servers on one host; 127.1.0.1 is the first host. */
export const SERVERS_A_HOST = 10;

/** How server `id` misbehaves; undefined for the 98% that do not. */
export function wayOf(id: number): Way | undefined {
  if (id % MISBEHAVING_EVERY !== MISBEHAVING_EVERY - 1) return undefined;
  return NAMES[Math.floor(id / MISBEHAVING_EVERY) % NAMES.length];
}

export function dialectOf(id: number): Dialect {
  return DIALECTS[Math.floor(id / SERVERS_A_HOST) % DIALECTS.length]!;
}

/** The number of the tool set that a server offers. */
export function toolSetOf(id: number): number {
  return id % CLONE_EVERY === 0 ? (id / CLONE_EVERY) % VENDORS : id + VENDORS;
}

/**
 * The address of server `id`: hosts 127.1.0.1, 127.1.0.2, … in turn, so that neighbours in a list stand on different
 * hosts. A server that answers 429 has a host for itself, as the whole host is then left alone.
 */
export function urlOf(id: number, servers: number, port: number): string {
  const hosts = Math.max(1, Math.ceil(servers / SERVERS_A_HOST));
  const isAlone = wayOf(id) === 'rate-limit';
  const host = isAlone ? id : id % hosts;
  const block = (isAlone ? 128 : 1) + Math.floor(host / 62_500);
  return `http://127.${block}.${Math.floor(host / 250) % 250}.${1 + (host % 250)}:${port}/${id}/mcp`;
}

/** How many of the first `servers` must fail with each code, and how many be listed. */
export function expectedOutcomes(servers: number): Record<string, number> {
  const counts: Record<string, number> = { listed: 0 };
  for (let id = 0; id < servers; id += 1) {
    const way = wayOf(id);
    const outcome = (way === undefined ? undefined : WAYS[way]) ?? 'listed';
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
