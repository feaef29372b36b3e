import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../model/fault.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Package } from '../../model/server-entry.ts';
import { type ExactPackage, type FetchContext, type Fetcher, timeLeft } from './fetcher.ts';
import { npmBuildSteps } from './npm-build.ts';
import { canRefuseForeignSpecs, findNpm, type NpmCli } from './npm-cli.ts';
import { npmFault } from './npm-faults.ts';
import { newestOnNpm } from './npm-newest.ts';
import { findNpmProgram } from './npm-program.ts';
import { readDocument } from './read-document.ts';
import { runTool } from './run-tool.ts';

const EXACT_VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** Flags of every npm call: quiet, no project of the operator's, no scripts. */
const QUIET = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--no-update-notifier',
  '--loglevel=error',
];
/** Older versions of npm do not know these: they only warn. */
const NO_FOREIGN_SPECS = ['--allow-git=none', '--allow-file=none', '--allow-remote=none', '--allow-directory=none'];

/** Packages of the npm registry that the operator's npm is set to. */
export const npm: Fetcher = {
  registryType: 'npm',
  resolve,
  install,
  buildSteps: npmBuildSteps,
  finish: async () => undefined,
  findProgram: findNpmProgram,
  async readDocuments(exact, folder) {
    const own = join(folder, 'node_modules', exact.name);
    const names = (await readdir(own).catch(() => [])).filter((name) =>
      /^(?:readme.*|server\.json|smithery\.ya?ml|manifest\.json)$/i.test(name),
    );
    return await Promise.all(names.sort().map((name) => readDocument(join(own, name), folder)));
  },
};

async function resolve(wanted: Package, context: FetchContext): Promise<ExactPackage> {
  const { identifier: name, version: spec } = wanted;
  if (spec !== undefined && EXACT_VERSION.test(spec)) return { name, version: spec };
  const shown = spec === undefined ? name : `${name}@${spec}`;
  const cli = await findNpm(context.signal);
  const newest = await newestOnNpm(name, spec ?? 'latest', cli, context);
  if (newest !== undefined && EXACT_VERSION.test(newest)) return { name, version: newest };
  const call = [...cli.argv, 'view', shown, 'version', '--json', ...cacheFlags(context), ...QUIET] as [
    string,
    ...string[],
  ];
  const outcome = await runTool(call, { timeoutMs: timeLeft(context), signal: context.signal, cwd: '/' });
  const version = outcome.code === 0 ? lastVersion(outcome.stdout) : undefined;
  if (version !== undefined) return { name, version };
  if (outcome.code !== 0) throw npmFault(outcome, shown, 'resolve');
  throw new Fault('not-found', 'resolve', `${shown}: the registry has no such version`);
}

/** npm keeps its downloads where they count; of logs it keeps none. */
function cacheFlags({ downloads }: FetchContext): string[] {
  return ['--cache', join(downloads, 'npm'), '--logs-max=0'];
}

/** `npm view` gives one version as a string, several that match a range as a list in ascending order. */
function lastVersion(stdout: string): string | undefined {
  const answer: unknown = stdout.trim() === '' ? undefined : JSON.parse(stdout);
  const last: unknown = Array.isArray(answer) ? answer.at(-1) : answer;
  return typeof last === 'string' && EXACT_VERSION.test(last) ? last : undefined;
}

async function install(exact: ExactPackage, folder: string, context: FetchContext): Promise<void> {
  const cli = await findNpm(context.signal);
  const manifest = { private: true, dependencies: { [exact.name]: exact.version } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  if (!canRefuseForeignSpecs(cli)) {
    await npmInstall(cli, exact, folder, context, ['--package-lock-only']);
    await refuseForeignDependencies(exact, folder);
  }
  await npmInstall(cli, exact, folder, context, []);
  await refuseForeignDependencies(exact, folder);
}

async function npmInstall(
  cli: NpmCli,
  exact: ExactPackage,
  folder: string,
  context: FetchContext,
  more: string[],
): Promise<void> {
  const flags = [
    '--omit=dev',
    '--package-lock=true',
    '--omit-lockfile-registry-resolved',
    '--git=false',
    '--global=false',
    '--workspaces=false',
  ];
  const call = (extra: string[]) =>
    runTool(
      [
        ...cli.argv,
        'install',
        '--prefix',
        folder,
        ...cacheFlags(context),
        ...QUIET,
        ...NO_FOREIGN_SPECS,
        ...flags,
        ...more,
        ...extra,
      ],
      {
        cwd: folder,
        timeoutMs: timeLeft(context),
        signal: context.signal,
      },
    );
  let outcome = await call([]);
  // Peers that contradict each other or are not in the registry are the author's doing; without them npm still installs.
  if (/\bERESOLVE\b|\bETARGET\b|\bE404\b/.test(outcome.stderr)) outcome = await call(['--legacy-peer-deps']);
  if (outcome.code !== 0) throw npmFault(outcome, `${exact.name}@${exact.version}`, 'fetch');
}

/**
 * Throws when the lock file names a package that did not come from a registry: with
 * `--omit-lockfile-registry-resolved` only those keep a `resolved`.
 */
async function refuseForeignDependencies(exact: ExactPackage, folder: string): Promise<void> {
  const lock: unknown = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
  const packages = isJsonObject(lock) && isJsonObject(lock.packages) ? Object.entries(lock.packages) : [];
  for (const [path, item] of packages) {
    if (!isJsonObject(item)) continue;
    const from = item.link === true ? 'a link' : item.resolved;
    if (typeof from !== 'string') continue;
    const message = `${exact.name}@${exact.version} depends on ${path.replace(/^.*node_modules\//, '')} from ${from.slice(0, 120)}, not from a registry`;
    throw new Fault('install-failed', 'fetch', message, { nextStep: 'ask its author to publish the dependency' });
  }
}
