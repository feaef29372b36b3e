import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildStep, ExactPackage } from './fetcher.ts';
import { findNpm } from './npm-cli.ts';

/** Folders with the headers that native modules are built against: beside our Node, else the system's. */
const HEADERS = [join(dirname(process.execPath), '..'), '/usr'];

/**
 * `npm rebuild` runs the install scripts of everything that was fetched. Offline and without the operator's settings;
 * native modules are built against headers that are already on this machine, where there are any.
 */
export async function npmBuildSteps(_exact: ExactPackage, folder: string): Promise<BuildStep[]> {
  const { argv } = await findNpm(new AbortController().signal);
  const script = argv[1];
  const npm = script === undefined ? ['npm'] : ['node', script];
  const headers = await firstWithHeaders();
  return [
    {
      argv: [
        ...npm,
        'rebuild',
        '--offline',
        '--no-audit',
        '--no-fund',
        '--no-update-notifier',
        '--foreground-scripts',
        '--loglevel=error',
      ],
      readOnly: script === undefined ? [] : [dirname(dirname(script))],
      env: headers === undefined ? {} : { npm_config_nodedir: headers },
      cwd: folder,
    },
  ];
}

/** Headers of another major version would build modules that our Node refuses to load. */
async function firstWithHeaders(): Promise<string | undefined> {
  const major = process.versions.node.split('.')[0];
  for (const folder of HEADERS) {
    const text = await readFile(join(folder, 'include/node/node_version.h'), 'utf8').catch(() => '');
    if (new RegExp(`define NODE_MAJOR_VERSION ${major}\\b`).test(text)) return folder;
  }
  return undefined;
}
