import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../model/fault.ts';
import type { Package, ServerEntry } from '../model/server-entry.ts';
import { withInstall } from './fetch/install-cache.ts';
import type { Found } from './found.ts';
import { HELD_IMAGE, type HeldImage } from './oci/held-image.ts';
import { type ImageReference, readImageReference, writeImageReference } from './oci/image-reference.ts';
import { imageSandbox, NOBODY, POWERLESS_ROOT } from './oci/image-sandbox.ts';
import { findLocalImage, type LocalImage, removeLocalImage } from './oci/local-image.ts';
import { pullImage, refuseLarge } from './oci/pull-image.ts';
import type { ConnectOptions } from './options.ts';
import { chooseContainerEngine } from './sandbox/choose-sandbox.ts';
import { startServer } from './start/start-server.ts';

/**
 * Pulls an image, the only step with a network, starts it in a container without one and lists its tools. The version
 * that ran is the digest.
 */
export async function snapshotImage(entry: ServerEntry, wanted: Package, options: ConnectOptions): Promise<Found> {
  const engine = await chooseContainerEngine();
  options.onEvent({ type: 'stage', server: entry.id, stage: 'fetch' });
  const { image, exact, isOurs } = await bringImage(engine, readImageReference(wanted), options);
  const held: HeldImage = { engine, name: exact.name, id: image.id, isOurs };
  const cache = { installs: options.installs, limitBytes: options.installsLimitBytes };
  const bytesElsewhere = isOurs ? image.bytes : 0;
  const key = { registryType: 'oci', name: exact.name, version: exact.digest, built: false, bytesElsewhere };
  const make = async (folder: string) => {
    await writeFile(join(folder, HELD_IMAGE), JSON.stringify(held));
  };
  const use = async (): Promise<Found> => {
    const user = image.user ?? NOBODY;
    const asRoot = { argv: [POWERLESS_ROOT], helps: 'writing' as const };
    const ready = {
      program: { argv: [user], alternatives: [asRoot], readOnly: [], env: {} },
      args: wanted.packageArguments,
      declared: wanted.environmentVariables,
      name: wanted.identifier,
      documents: [],
      scriptsRan: true,
    };
    const { listing, provenance } = await startServer(entry, ready, imageSandbox(engine, image), options);
    const reference = `oci:${writeImageReference(exact)}`;
    return {
      listing,
      version: exact.digest,
      provenance: { package: reference, sandbox: engine, scriptsRan: false, ...provenance },
    };
  };
  return await withInstall(cache, key, make, use, options.signal);
}

/** The image on this machine, by its digest; a tag is asked of the registry each time, as it may have moved. */
async function bringImage(
  engine: string,
  wanted: ImageReference,
  options: ConnectOptions,
): Promise<{ image: LocalImage; exact: { name: string; digest: string }; isOurs: boolean }> {
  const before = await findLocalImage(engine, wanted);
  if (before === undefined || 'tag' in wanted) {
    const { installsLimitBytes, installTimeoutMs, signal } = options;
    const context = { deadline: performance.now() + installTimeoutMs, signal };
    await pullImage(engine, wanted, installsLimitBytes, context);
  }
  const image = await findLocalImage(engine, wanted);
  if (image?.digest === undefined)
    throw new Fault(
      'install-failed',
      'fetch',
      `${engine} does not hold ${writeImageReference(wanted)} after pulling it`,
    );
  const isOurs = before?.id !== image.id;
  try {
    refuseLarge(writeImageReference(wanted), image.bytes, options.installsLimitBytes);
  } catch (error) {
    if (isOurs) await removeLocalImage(engine, { id: image.id, name: wanted.name });
    throw error;
  }
  return { image, exact: { name: wanted.name, digest: image.digest }, isOurs };
}
