import { Fault } from '../model/fault.ts';
import type { Package, ServerEntry } from '../model/server-entry.ts';
import { buildInstall } from './build/build-install.ts';
import { withDownloads } from './fetch/download-cache.ts';
import { type Fetcher, timeLeft } from './fetch/fetcher.ts';
import { FETCHERS } from './fetch/index.ts';
import { withInstall } from './fetch/install-cache.ts';
import type { Found } from './found.ts';
import type { ConnectOptions } from './options.ts';
import { chooseSandbox } from './sandbox/choose-sandbox.ts';
import { overHttp, withHttpWay } from './start/http-way.ts';
import { startServer } from './start/start-server.ts';

/** Fetches a package by its exact version, builds it where that is allowed, starts it and lists its tools. */
export async function snapshotPackage(entry: ServerEntry, wanted: Package, options: ConnectOptions): Promise<Found> {
  const sandbox = await chooseSandbox(options.unsandboxed);
  const fetcher = fetcherOf(wanted);
  const { installs } = options;
  const bounds = {
    installs,
    deadline: performance.now() + options.installTimeoutMs,
    signal: options.signal,
  };
  const tell = (stage: 'resolve' | 'fetch' | 'build') => options.onEvent({ type: 'stage', server: entry.id, stage });
  tell('resolve');
  const exact = await withDownloads(installs, (downloads) => fetcher.resolve(wanted, { ...bounds, downloads }));
  const key = { registryType: wanted.registryType, ...exact, built: options.allowScripts };
  const cache = { installs, limitBytes: options.installsLimitBytes };
  // Waiting for room on the disk costs it no time.
  const leftMs = timeLeft(bounds);
  const fetch = async (folder: string, downloads: string, outgrown: AbortSignal) => {
    const signal = AbortSignal.any([options.signal, outgrown]);
    const context = { installs, downloads, deadline: performance.now() + leftMs, signal };
    tell('fetch');
    await fetcher.install(exact, folder, context, options.allowScripts);
    if (!options.allowScripts) return;
    tell('build');
    await buildInstall(await fetcher.buildSteps(folder, context), folder, sandbox, context);
    await fetcher.finish(folder, context);
  };
  const make = (folder: string, outgrown: AbortSignal) =>
    withDownloads(installs, (downloads) => fetch(folder, downloads, outgrown));
  const use = async (folder: string): Promise<Found> => {
    const program = await fetcher.findProgram(wanted, exact, folder);
    const { type, url } = wanted.transport;
    const ready = {
      program: sandbox.id === 'none' ? program : type === 'stdio' ? withHttpWay(program) : overHttp(program, url),
      args: wanted.packageArguments,
      declared: wanted.environmentVariables,
      name: wanted.identifier,
      documents: await fetcher.readDocuments(exact, folder),
      scriptsRan: options.allowScripts,
    };
    const { listing, provenance } = await startServer(entry, ready, sandbox, options);
    const reference = `${wanted.registryType}:${exact.name}@${exact.version}`;
    return {
      listing,
      version: exact.version,
      provenance: { package: reference, sandbox: sandbox.id, scriptsRan: options.allowScripts, ...provenance },
    };
  };
  return await withInstall(cache, key, make, use, options.signal);
}

function fetcherOf({ registryType }: Package): Fetcher {
  const fetcher = FETCHERS.find((each) => each.registryType === registryType);
  if (fetcher === undefined) throw new Fault('unsupported', 'resolve', `packages of ${registryType} cannot be fetched`);
  return fetcher;
}
