import type { DeclaredInput, ServerEntry } from '../../model/server-entry.ts';
import type { Provenance } from '../../model/snapshot.ts';
import { attemptStart } from '../attempt-start.ts';
import type { StartProgram } from '../fetch/fetcher.ts';
import type { LaunchPlan } from '../launch-plan.ts';
import type { Listing } from '../listing/listing.ts';
import { type ConnectOptions, DEFAULT_LIMITS } from '../options.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { documentedStarts } from './documented-starts.ts';
import { fillArguments } from './fill-arguments.ts';
import { isRelayed } from './http-way.ts';
import { placeholderFiles } from './placeholder-files.ts';
import { standInFolders } from './stand-in-folders.ts';
import { startInRounds } from './start-in-rounds.ts';
import type { StartState } from './start-state.ts';

/** A server that is ready to be started. */
export type ReadyServer = {
  program: StartProgram & Pick<LaunchPlan, 'cwd' | 'hidden'>;
  /** The entry's own arguments. */
  args: readonly string[];
  declared: readonly DeclaredInput[];
  /** Name by which documentation calls it. */
  name: string;
  documents: readonly string[];
  scriptsRan: boolean;
};

/** What a start gave, and what it took. */
export type StartedListing = {
  listing: Listing;
  provenance: Pick<Provenance, 'placeholders' | 'given' | 'starts'>;
};

/** Starts a server in the sandbox, in rounds, until it lists its tools. Throws a Fault. */
export async function startServer(
  entry: ServerEntry,
  ready: ReadyServer,
  sandbox: Sandbox,
  options: ConnectOptions,
): Promise<StartedListing> {
  const files = await placeholderFiles(options.installs);
  const own = fillArguments(ready.args, options.given, files);
  const given = givenVariables(ready, options, own.givenNames);
  const attempt = async (state: StartState, timeoutMs: number): Promise<Listing> => {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(Math.ceil(timeoutMs))]);
    const plan = planOf(
      ready.program,
      [...own.args, ...state.args],
      new Map([...state.env, ...given]),
      [...ready.program.readOnly, files.folder],
      state.way,
    );
    options.onEvent({ type: 'stage', server: entry.id, stage: 'start' });
    const listing = await attemptStart(plan, sandbox, {
      caps: options.caps,
      limits: DEFAULT_LIMITS,
      signal,
      onEvent: options.onEvent,
    });
    return isRelayed(plan.argv) ? { ...listing, transport: 'streamable-http' as const } : listing;
  };
  const known = {
    declared: ready.declared,
    given: new Set(given.keys()),
    documented: documentedStarts(ready.documents, ready.name),
    documents: ready.documents.join('\n'),
    files,
    ways: ready.program.alternatives.map(({ helps }) => helps),
    hasArguments: ready.args.length > 0,
  };
  const { timeoutMs } = options;
  const { listing, state, starts } = await startInRounds({
    known,
    attempt,
    timeoutMs,
    scriptsRan: ready.scriptsRan,
    onFailedStart: (tried, fault) =>
      options.onEvent({
        type: 'note',
        server: entry.id,
        message: `${describe(tried)}: ${fault.code}, ${fault.message}`,
      }),
  });
  const placeholders = {
    env: Object.fromEntries(state.env),
    args: [...own.madeUp.map((name) => `\${${name}}`), ...state.args],
  };
  return {
    listing,
    provenance: { placeholders, given: [...new Set([...given.keys(), ...own.givenNames])].toSorted(), starts },
  };
}

function describe({ env, args }: StartState): string {
  const added = [...env.keys(), ...args];
  return added.length === 0 ? 'bare start' : `start with ${added.join(' ')}`;
}

/** The operator's values that go into the environment: not those that only stood in for an argument. */
function givenVariables(
  ready: ReadyServer,
  options: ConnectOptions,
  asArguments: readonly string[],
): Map<string, string> {
  const declared = new Set(ready.declared.map(({ name }) => name));
  const names = [...options.given.env].filter(([name]) => declared.has(name) || !asArguments.includes(name));
  return new Map(names.map(([name, secret]) => [name, secret.reveal()]));
}

function planOf(
  program: ReadyServer['program'],
  args: readonly string[],
  env: ReadonlyMap<string, string>,
  readOnly: readonly string[],
  way: number,
): LaunchPlan {
  const argv = program.alternatives[way - 1]?.argv ?? program.argv;
  return {
    argv: [...argv, ...args],
    env: { ...program.env, ...Object.fromEntries(env) },
    readOnly,
    writable: [],
    standIns: standInFolders(args, readOnly),
    ...(program.hidden === undefined ? {} : { hidden: program.hidden }),
    ...(program.cwd === undefined ? {} : { cwd: program.cwd }),
  };
}
