import { hashOf } from '../../model/canonical.ts';

/** The id of a server's section; it says nothing of the untrusted name. */
export function serverAnchor(server: string): string {
  return `s-${hashOf(server).slice(0, 12)}`;
}

/** The id of a tool's card. */
export function toolAnchor(server: string, tool: string): string {
  return `t-${hashOf([server, tool]).slice(0, 12)}`;
}
