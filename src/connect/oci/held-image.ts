import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { IMAGE_ID, removeLocalImage } from './local-image.ts';

/** File in the install of an image that says what an engine holds of it. */
export const HELD_IMAGE = 'image.json';

/** An image that an engine holds because of us, or that was there before. */
const HeldImage = z.object({
  engine: z.enum(['docker', 'podman']),
  name: z.string(),
  id: z.string().regex(IMAGE_ID),
  isOurs: z.boolean(),
});
export type HeldImage = z.infer<typeof HeldImage>;

/** Makes an engine forget the image of an install, if we pulled it. Only for installs of images: others may hold any file. */
export async function forgetImage(install: string): Promise<void> {
  const text = await readFile(join(install, HELD_IMAGE), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const held = HeldImage.safeParse(JSON.parse(text));
  if (held.success && held.data.isOurs) await removeLocalImage(held.data.engine, held.data);
}
