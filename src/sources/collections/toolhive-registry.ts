import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileReason } from '../files/file-reason.ts';
import { parseYaml } from '../files/parse-yaml.ts';
import { MAX_FILE_BYTES } from '../files/text-file.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import type { Collection } from './collection.ts';
import { fromCheckout, readSafely } from './from-checkout.ts';
import { readToolHive } from './toolhive-server.ts';

/** Files in which checkouts of ToolHive and of its registry keep servers. */
const IN_CHECKOUT = {
  globs: [
    'registry/*/spec.yaml',
    'registries/*/servers/*/server.json',
    'pkg/registry/data/registry.json',
    'registry.json',
  ],
  path: /^(?:\.\/)?(?:[^/]+\/)?(?:registry\/[^/]+\/spec\.yaml|registries\/[^/]+\/servers\/[^/]+\/server\.json|(?:pkg\/registry\/data\/)?registry\.json)$/,
};

/** ToolHive's `registry.json`, or a checkout or archive of its registry (`registry/<name>/spec.yaml`). */
export const toolhiveRegistry: Collection = {
  id: 'toolhive-registry',
  title: "ToolHive's registry.json, a checkout of its registry, or a .tar.gz of one",
  async *read({ from }, context) {
    const place = resolve(context.cwd, from);
    if (/\.(?:json|ya?ml)$/i.test(from)) yield* await readAlone(from, place);
    else yield* fromCheckout(from, IN_CHECKOUT, context, readText);
  },
};

async function readAlone(from: string, place: string): Promise<(ServerTarget | TargetProblem)[]> {
  try {
    const { size } = await stat(place);
    if (size > MAX_FILE_BYTES) return [{ target: from, problem: 'is larger than 8 MB' }];
    const text = await readFile(place, 'utf8');
    return readSafely(from, () => readText({ path: from, text }, place));
  } catch (error) {
    return [{ target: from, problem: `cannot be read: ${fileReason(error)}` }];
  }
}

function readText({ path, text }: { path: string; text: string }, place: string): (ServerTarget | TargetProblem)[] {
  const isYaml = /\.ya?ml$/i.test(path);
  const value: unknown = isYaml ? parseYaml(text) : JSON.parse(text);
  return readToolHive(value, { path, place });
}
