import { z } from 'zod';
import { runEngine } from '../sandbox/container-client.ts';
import { type ImageReference, writeImageReference } from './image-reference.ts';

/** Hash of an image's configuration, as docker and as podman write it. */
export const IMAGE_ID = /^(?:sha256:)?[0-9a-f]{64}$/;

/** What `image inspect` says, as far as it is read; docker and podman agree on these. */
const Inspected = z.object({
  Id: z.string().regex(IMAGE_ID),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Size: z.number(),
  Config: z.object({ User: z.string().nullish(), Volumes: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

/** An image that an engine holds. */
export type LocalImage = {
  /** Hash of its configuration. */
  id: string;
  /** Digest of its manifest, by which a registry gives the same image again; absent where it came from no registry. */
  digest?: string;
  bytes: number;
  /** Its own user, where that is not root. */
  user?: string;
  /** Folders that it declares as volumes. */
  volumes: string[];
};

/** Looks for an image among those that an engine holds. */
export async function findLocalImage(engine: string, image: ImageReference): Promise<LocalImage | undefined> {
  const found = await inspect(engine, writeImageReference(image));
  if (found === undefined) return undefined;
  const digests = (found.RepoDigests ?? []).filter((each) => isNamed(each.split('@')[0], image.name));
  const digest = 'digest' in image ? image.digest : digests.at(-1)?.split('@')[1];
  const user = found.Config?.User ?? '';
  return {
    id: found.Id,
    ...(digest === undefined ? {} : { digest }),
    bytes: found.Size,
    ...(/^(?:root|0)?(?::|$)/.test(user) || user.startsWith('-') ? {} : { user }),
    volumes: Object.keys(found.Config?.Volumes ?? {}),
  };
}

/** Removes an image, and its tags of this name; what another name holds stays. */
export async function removeLocalImage(engine: string, { id, name }: { id: string; name: string }): Promise<void> {
  const found = await inspect(engine, id);
  const tags = (found?.RepoTags ?? []).filter((tag) => isNamed(tag.replace(/:[^:/]*$/, ''), name));
  if (found !== undefined) await runEngine(engine, ['image', 'rm', ...(tags.length > 0 ? tags : [id])]);
}

async function inspect(engine: string, reference: string): Promise<z.infer<typeof Inspected> | undefined> {
  const { code, stdout } = await runEngine(engine, ['image', 'inspect', reference]);
  return code === 0 ? z.array(Inspected).parse(JSON.parse(stdout))[0] : undefined;
}

/** Docker shortens the names of its own registry. */
function isNamed(shown: string | undefined, whole: string): boolean {
  return (
    shown !== undefined && (shown === whole || whole === `docker.io/${shown}` || whole === `docker.io/library/${shown}`)
  );
}
