import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { hashOf } from '../../model/canonical.ts';

/** What a registry last said of a package: the tag of its answer (RFC 9110, ETag), and the version by each wanted tag. */
const KnownVersion = z.object({ etag: z.string(), versions: z.record(z.string(), z.string()) });
export type KnownVersion = z.infer<typeof KnownVersion>;

/** Reads what was known; undefined where nothing is, or nothing that can be read. `about` is all that the answer hangs on. */
export async function readKnown(installs: string, about: readonly string[]): Promise<KnownVersion | undefined> {
  try {
    return KnownVersion.parse(JSON.parse(await readFile(placeOf(installs, about), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Keeps what a registry said, whole or not at all. */
export async function keepKnown(installs: string, about: readonly string[], known: KnownVersion): Promise<void> {
  const place = placeOf(installs, about);
  const draft = `${place}.${process.pid}`;
  await mkdir(dirname(place), { recursive: true });
  await writeFile(draft, JSON.stringify(known));
  await rename(draft, place);
}

function placeOf(installs: string, about: readonly string[]): string {
  return join(installs, '.versions', `${hashOf(about).slice(0, 40)}.json`);
}
