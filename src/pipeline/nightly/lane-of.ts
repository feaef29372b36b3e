import type { NamedServer } from '../../catalog/schedule/schedule.ts';
import { choosePackage } from '../../connect/choose-package.ts';
import { isWithdrawn, type ServerEntry } from '../../model/server-entry.ts';

/** A server as the schedule knows it: what limits how many of its kind are looked at side by side. */
export function namedServer(target: string, entry: ServerEntry): NamedServer {
  const image = entry.packages.find(
    ({ registryType, transport }) => registryType === 'oci' && transport.type === 'stdio',
  );
  const fetched = choosePackage(entry) ?? image;
  const [remote] = entry.remotes;
  const named = { target, entry, host: '', isWithdrawn: isWithdrawn(entry), isMoving: false };
  if (fetched !== undefined) return { ...named, lane: 'installs', isMoving: !isExact(fetched.version) };
  if (entry.command !== undefined || remote === undefined) return { ...named, lane: 'stdio' };
  return { ...named, lane: 'remotes', host: hostOf(remote.url) };
}

/** Whether a version names one release: `1.2.3`, not `latest`, `^1.2` or `1.x`. */
function isExact(version: string | undefined): boolean {
  return version !== undefined && /^\d+(?:\.\d+)+[\w.+-]*$/.test(version) && !/\.[x*]/i.test(version);
}

function hostOf(url: string): string {
  return URL.parse(url.replaceAll(/\{[^{}]*\}/g, 'x'))?.host ?? '';
}
