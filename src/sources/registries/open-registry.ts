import { resolve } from 'node:path';
import type { SourceContext } from '../target-source.ts';
import type { Registry, RemoteRegistry } from './registry.ts';
import { registryApi } from './registry-api.ts';
import { registryFile } from './registry-file.ts';

/** Opens what `--registry` names: a base URL, else a file or folder. Undefined where a URL is none. */
export function openRegistry(
  from: string,
  { cwd, signal }: Pick<SourceContext, 'cwd' | 'signal'>,
): Registry | RemoteRegistry | undefined {
  if (!/^https?:/i.test(from)) return registryFile(resolve(cwd, from), signal);
  const base = URL.parse(from);
  return base === null ? undefined : registryApi(base, signal);
}
