import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isJsonObject } from '../../model/json.ts';
import type { BuildStep, FetchContext } from './fetcher.ts';
import { nodeHeaders } from './node-headers.ts';
import { findNpm } from './npm-cli.ts';

const FLAGS =
  '--offline --foreground-scripts --ignore-scripts=false --no-audit --no-fund --no-update-notifier --loglevel=error';

/**
 * `npm rebuild` runs the install scripts of everything that was fetched, offline and without the operator's settings.
 * Nothing is to be done where no package has one.
 */
export async function npmBuildSteps(folder: string, context: FetchContext): Promise<BuildStep[]> {
  const scripted = await packagesWithScripts(folder);
  if (scripted.length === 0) return [];
  const { argv } = await findNpm(context.signal);
  const script = argv[1];
  const npm = script === undefined ? ['npm'] : ['node', script];
  const headers = (await anyNative(scripted)) ? await nodeHeaders(context) : undefined;
  const own = script === undefined ? [] : [dirname(dirname(script))];
  const readOnly = headers?.startsWith(context.installs) ? [...own, headers] : own;
  const env = { npm_config_jobs: 'max', ...(headers === undefined ? {} : { npm_config_nodedir: headers }) };
  return [{ argv: [...npm, 'rebuild', ...FLAGS.split(' ')], readOnly, env, cwd: folder }];
}

async function packagesWithScripts(folder: string): Promise<string[]> {
  const lock: unknown = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
  const packages = isJsonObject(lock) && isJsonObject(lock.packages) ? Object.entries(lock.packages) : [];
  return packages
    .filter(([, item]) => isJsonObject(item) && item.hasInstallScript === true)
    .map(([path]) => join(folder, path));
}

async function anyNative(folders: readonly string[]): Promise<boolean> {
  const found = await Promise.all(folders.map((folder) => stat(join(folder, 'binding.gyp')).catch(() => undefined)));
  return found.some((file) => file !== undefined);
}
