import { z } from 'zod';
import { runEngine } from '../sandbox/container-client.ts';
import { type ImageReference, writeImageReference } from './image-reference.ts';

/** What `image inspect` says, as far as it is read; docker and podman agree on these. */
const Inspected = z.object({
  Id: z.string().regex(/^(?:sha256:)?[0-9a-f]{64}$/),
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
  /** Tags of this name that it has here. */
  tags: string[];
};

/** Looks for an image among those that an engine holds. */
export async function findLocalImage(engine: string, image: ImageReference): Promise<LocalImage | undefined> {
  const { code, stdout } = await runEngine(engine, ['image', 'inspect', writeImageReference(image)]);
  if (code !== 0) return undefined;
  const [first] = z.array(Inspected).parse(JSON.parse(stdout));
  if (first === undefined) return undefined;
  const digests = (first.RepoDigests ?? []).filter((each) => sameName(each.split('@')[0], image.name));
  const digest = 'digest' in image ? image.digest : digests.at(-1)?.split('@')[1];
  const user = first.Config?.User ?? '';
  return {
    id: first.Id,
    ...(digest === undefined ? {} : { digest }),
    bytes: first.Size,
    ...(/^(?:root|0)?(?::|$)/.test(user) || user.startsWith('-') ? {} : { user }),
    volumes: Object.keys(first.Config?.Volumes ?? {}),
    tags: (first.RepoTags ?? []).filter((tag) => sameName(tag.replace(/:[^:/]*$/, ''), image.name)),
  };
}

/** Removes an image by all that it is called under its name; what another tag of the operator's holds stays. */
export async function removeLocalImage(engine: string, image: ImageReference): Promise<void> {
  const held = await findLocalImage(engine, image);
  if (held === undefined) return;
  const names = held.tags.length > 0 ? held.tags : [writeImageReference(image)];
  await runEngine(engine, ['image', 'rm', ...names]);
}

/** Docker shortens the names of its own registry. */
function sameName(shown: string | undefined, whole: string): boolean {
  return (
    shown !== undefined && (shown === whole || whole === `docker.io/${shown}` || whole === `docker.io/library/${shown}`)
  );
}
