import type { FailureCode } from '../../model/failure.ts';
import type { DeclaredInput } from '../../model/server-entry.ts';
import type { OtherWay } from '../fetch/fetcher.ts';
import { isListening, offeredModes } from './complaint/offered-modes.ts';
import { valueHint } from './complaint/value-hints.ts';
import { namedVariables } from './complaint/variables.ts';
import { wantedArguments } from './complaint/wanted-arguments.ts';
import type { DocumentedStart } from './documented-starts.ts';
import { fillDocumented, fillValue } from './fill-documented.ts';
import { type PlaceholderFiles, placeholderFor } from './placeholder.ts';
import type { StartState } from './start-state.ts';

/** What is known of a server beside its words. */
export type StartKnowledge = {
  /** Variables that its metadata declares. */
  declared: readonly DeclaredInput[];
  /** Names for which the operator gave values: never replaced. */
  given: ReadonlySet<string>;
  /** Starts that its documentation shows. */
  documented: readonly DocumentedStart[];
  /** The documentation itself. */
  documents: string;
  files: PlaceholderFiles;
  /** Against what each of the program's other ways to be called may help. */
  ways: readonly OtherWay['helps'][];
  /** Whether the entry has arguments of its own: then none are made up from documentation. */
  hasArguments: boolean;
};

/** How a start failed: its code and the server's words. */
export type StartFailure = { code: FailureCode; words: string };

/** Words of a server that could not write beside itself; Node says ENOENT where a whole path is to be made. */
const CANNOT_WRITE = /EROFS|read-only file system|EACCES|ENOENT[^\n]*\bmkdir\b/i;

/** Variables that choose another mode (`X_TOKEN or X_USE_OAUTH`) or run a command: tried after the plain ones. */
const MODE_SWITCH = /(?:^|_)(?:USE|ENABLED?|DISABLED?|ALLOW|SKIP)(?:_|$)|_(?:SCRIPT|COMMAND|CMD)$/;

/** Variables by which servers choose stdio when they would otherwise serve HTTP. */
const STDIO_VARIABLES = ['MCP_TRANSPORT', 'TRANSPORT', 'MCP_TRANSPORT_TYPE', 'MCP_MODE'];

/** What to try after a start failed, most promising first: what its words ask for comes before what documents show. */
export function proposeStarts(state: StartState, failure: StartFailure, known: StartKnowledge): StartState[] {
  const { words } = failure;
  const { wanted, mentioned } = namedVariables(words);
  const required = known.declared.filter(({ isRequired }) => isRequired === true).map(({ name }) => name);
  const proposals: (StartState | undefined)[] = [
    ...(failure.code === 'start-timeout' && isListening(words) ? otherWays(state, known, 'http') : []),
    ...(CANNOT_WRITE.test(words) ? otherWays(state, known, 'writing') : []),
    ...(failure.code === 'exited' && hasNoWords(words) ? otherWays(state, known, 'silence') : []),
    withVariables(state, [...required, ...wanted.filter((name) => !MODE_SWITCH.test(name))], words, known),
    withVariables(state, wanted, words, known),
    withBetterValues(state, words, known),
    ...(known.hasArguments ? [] : wantedArguments(words, known.files).map((args) => withArguments(state, args))),
    ...documentedStates(state, known),
    ...offeredModes(words).map((args) => withArguments(state, args)),
    withVariables(state, mentioned, words, known),
    ...(isListening(words) || failure.code === 'start-timeout' ? stdioStates(state) : []),
  ];
  return proposals.filter((proposal) => proposal !== undefined);
}

function withVariables(
  state: StartState,
  names: readonly string[],
  words: string,
  known: StartKnowledge,
): StartState | undefined {
  const fresh = names.filter((name) => !state.env.has(name) && isFree(name, known));
  if (fresh.length === 0) return undefined;
  return {
    ...state,
    env: new Map([...state.env, ...fresh.map((name) => [name, plausibleValue(name, words, known)] as const)]),
  };
}

/** Says whether a variable may be made up: the operator did not give it, and the start does not rest on it. */
function isFree(name: string, known: StartKnowledge): boolean {
  return !known.given.has(name) && !/^(?:HOME|PATH|TMPDIR|LANG|PWD|NODE_OPTIONS)$|^__proto__$/.test(name);
}

/** Variables that are set already and that the words still speak of get a value that fits what is said. */
function withBetterValues(state: StartState, words: string, known: StartKnowledge): StartState | undefined {
  const env = new Map(state.env);
  for (const [name, old] of state.env) {
    const hint = valueHint(name, words);
    if (Object.keys(hint).length === 0) continue;
    const value = placeholderFor(name, hint, known.files);
    if (value !== old) env.set(name, value);
  }
  return [...env].some(([name, value]) => state.env.get(name) !== value) ? { ...state, env } : undefined;
}

function plausibleValue(name: string, words: string, known: StartKnowledge): string {
  const hint = valueHint(name, words);
  const declared = known.declared.find((input) => input.name === name);
  if (declared?.default !== undefined) return declared.default;
  if (declared?.choices?.[0] !== undefined) return declared.choices[0];
  if (hint.prefix !== undefined || hint.choices !== undefined || hint.length !== undefined)
    return placeholderFor(name, hint, known.files);
  const example = known.documented.map(({ env }) => env.get(name)).find((value) => value !== undefined);
  return example === undefined ? placeholderFor(name, hint, known.files) : fillValue(name, example, known.files);
}

function withArguments(state: StartState, args: readonly string[]): StartState | undefined {
  if (args.every((arg) => state.args.includes(arg))) return undefined;
  return { ...state, args: [...state.args, ...args] };
}

/** Documented starts stand for themselves: what was made up before may be for another mode of the server. */
function documentedStates(state: StartState, known: StartKnowledge): StartState[] {
  return known.documented.map((start) => {
    const { args, env } = fillDocumented(start, known.documents, known.files);
    const fresh = [...env].filter(([name]) => isFree(name, known));
    return { ...state, args: known.hasArguments ? state.args : args, env: new Map(fresh) };
  });
}

function stdioStates(state: StartState): (StartState | undefined)[] {
  const env = new Map([...state.env, ...STDIO_VARIABLES.map((name) => [name, 'stdio'] as const)]);
  const isTold = state.args.some((arg) => /^(?:--)?stdio$/.test(arg));
  const withWord = isTold ? [] : [withArguments(state, ['--stdio']), withArguments(state, ['stdio'])];
  return [...withWord, { ...state, env }];
}

function otherWays(state: StartState, known: StartKnowledge, helps: OtherWay['helps']): StartState[] {
  const ways = known.ways.flatMap((way, index) => (way === helps ? [index + 1] : []));
  return ways.filter((way) => way !== state.way).map((way) => ({ ...state, way }));
}

/** Says whether a server ended without a word; the sentence is ours. */
function hasNoWords(words: string): boolean {
  return words.replace(/the server ended with .*$/, '').trim() === '';
}
