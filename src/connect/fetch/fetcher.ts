import type { Package } from '../../model/server-entry.ts';
import type { LaunchPlan } from '../launch-plan.ts';

/** An exact package of a registry. */
export type ExactPackage = { name: string; version: string };

/** What fetching needs to know. */
export type FetchContext = {
  /** Folder with installs by exact version. */
  installs: string;
  /** Folder in which npm, pip and uv keep their downloads. */
  downloads: string;
  /** Milliseconds until which this server's resolving, fetching and building must be done, on the monotonic clock. */
  deadline: number;
  signal: AbortSignal;
};

/** How an installed package is started, without its arguments. */
export type StartProgram = Pick<LaunchPlan, 'argv' | 'readOnly'> & {
  env: Readonly<Record<string, string>>;
  /** Other ways to start the same program. */
  alternatives: readonly OtherWay[];
};

/** Another way to start a program, and against what it may help: it ended without a word, could not write, or serves HTTP. */
export type OtherWay = { argv: readonly string[]; helps: 'silence' | 'writing' | 'http' };

/** How to build what was fetched: commands for the sandbox, offline, that may write to the folder. */
export type BuildStep = Pick<LaunchPlan, 'argv' | 'readOnly' | 'env' | 'cwd'>;

/** Brings packages of one registry onto the disk. One file a registry, one line in the list. Runs no package code. */
export type Fetcher = {
  registryType: string;
  /** The version that really runs: asks the registry unless the version is exact. Throws `not-found`, `install-failed`. */
  resolve: (wanted: Package, context: FetchContext) => Promise<ExactPackage>;
  /** Installs into an empty folder, which is renamed afterwards. `needsBuild` says that what must be built may come too. */
  install: (exact: ExactPackage, folder: string, context: FetchContext, needsBuild: boolean) => Promise<void>;
  /** The steps that run the install scripts of what was fetched; fetches what they need (headers), and runs none of them. */
  buildSteps: (folder: string, context: FetchContext) => Promise<BuildStep[]>;
  /** Fetches what only the built package names. */
  finish: (folder: string, context: FetchContext) => Promise<void>;
  /** The program to start. Throws `not-a-server`, `runtime-missing`. */
  findProgram: (wanted: Package, exact: ExactPackage, folder: string) => Promise<StartProgram>;
  /** Documentation that came with the package: texts to look for a documented start in. */
  readDocuments: (exact: ExactPackage, folder: string) => Promise<string[]>;
};

/** Milliseconds left of a context's time, at least 1. */
export function timeLeft(context: Pick<FetchContext, 'deadline'>): number {
  return Math.max(1, Math.floor(context.deadline - performance.now()));
}
