import { Fault } from '../model/fault.ts';
import type { ServerEntry } from '../model/server-entry.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';
import { choosePackage } from './choose-package.ts';
import type { Found } from './found.ts';
import type { ConnectOptions } from './options.ts';
import { canRunImages } from './sandbox/choose-sandbox.ts';
import { snapshotCommand } from './snapshot-command.ts';
import { snapshotImage } from './snapshot-image.ts';
import { snapshotPackage } from './snapshot-package.ts';
import { snapshotRemote } from './snapshot-remote.ts';

/** What a server answered; the hash of its tool set is left to who stores it, since redaction may move it. */
export type Answer = Omit<ServerSnapshot, 'toolSetHash'>;

/**
 * Lists the tools of one server: its package or image where one can be started here, else its command, else its remote.
 * Throws a Fault for all that is the server's or the machine's doing.
 */
export async function takeSnapshot(entry: ServerEntry, options: ConnectOptions): Promise<Answer> {
  const { listing, version, provenance } = await connect(entry, options);
  const { transport, listMs, ...answer } = listing;
  return {
    entry: version === undefined ? entry : { ...entry, version },
    ...answer,
    provenance: { ...provenance, transport, listMs, at: options.now().toISOString() },
  };
}

async function connect(entry: ServerEntry, options: ConnectOptions): Promise<Found> {
  const wanted = choosePackage(entry);
  if (wanted !== undefined) return await snapshotPackage(entry, wanted, options);
  const image = entry.packages.find(
    ({ registryType, transport }) => registryType === 'oci' && transport.type === 'stdio',
  );
  const [remote] = entry.remotes;
  if (image !== undefined && (remote === undefined || (await canRunImages())))
    return await snapshotImage(entry, image, options);
  if (entry.command !== undefined) return await snapshotCommand(entry, entry.command, options);
  if (remote !== undefined) return await snapshotRemote(entry, remote, options);
  const [other] = entry.packages;
  const what =
    other === undefined
      ? 'it has neither a package, a command nor an address'
      : `packages of ${other.registryType} over ${other.transport.type} cannot be started`;
  throw new Fault('unsupported', 'resolve', what);
}
