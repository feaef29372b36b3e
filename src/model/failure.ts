import { z } from 'zod';
import { ServerEntry } from './server-entry.ts';

/** Why a server could not be listed: the closed list, with what each code means and what an operator can do. */
export const FAILURE_CODES = {
  'not-found': ['the registry has no such package or version', 'check the name and the version'],
  'install-failed': [
    'the package could not be fetched or unpacked',
    'read the last lines; where it must be built, try --allow-scripts',
  ],
  'runtime-missing': ['a program that the server needs is not on this machine', 'install the named program'],
  'sandbox-refused': [
    'no sandbox works here, or it refused the command',
    'run `toolrisk doctor` and install what it names',
  ],
  'start-timeout': [
    'the server started but did not answer in time',
    'raise --timeout, or start it by hand to see what it waits for',
  ],
  exited: ['the server ended before it listed its tools', 'read its last words'],
  'not-a-server': [
    'the package holds no MCP server that can be started',
    'name the program or sub-command with -- command',
  ],
  'needs-credentials': ['the server insists on a real credential', 'give it with --env NAME or --header'],
  'needs-configuration': ['the server insists on a setting, an argument or a file', 'set what it names'],
  'needs-network': [
    'the server insists on a network, which the sandbox does not give',
    'scan its remote instead, or accept that it cannot be listed',
  ],
  'auth-required': ['the remote answered 401 or 403', 'give a token with --header Name=ENV_NAME'],
  unreachable: ['the remote could not be reached', 'check the URL and your network'],
  'address-refused': ['the address is private, loopback or link-local', 'allow it with --allow-private if it is yours'],
  'rate-limited': ['the remote answered 429', 'try again later'],
  'protocol-error': ['the server broke the protocol', 'report the reason to its author'],
  'too-large': ['the answer passed a cap on pages, tools, bytes or depth', 'report it to its author'],
  empty: ['the server lists no tools', 'nothing, if it only offers prompts or resources'],
  unsupported: ['no transport or registry of this entry is supported', 'give another target for the same server'],
  interrupted: ['the run was stopped before this server was done', 'run the same command again'],
} as const satisfies Record<string, readonly [meaning: string, nextStep: string]>;

/** Code of a failure; stable, other programs rely on it. */
export type FailureCode = keyof typeof FAILURE_CODES;
const CODES = Object.keys(FAILURE_CODES) as FailureCode[];

/** Where on the way to a snapshot it failed. */
const FAILURE_STAGES = ['resolve', 'fetch', 'build', 'start', 'initialize', 'list'] as const;
export type FailureStage = (typeof FAILURE_STAGES)[number];

/** Shape of the outcome of a server that could not be listed. Never counted as low risk. */
export const Failure = z.object({
  entry: ServerEntry,
  code: z.enum(CODES),
  stage: z.enum(FAILURE_STAGES),
  /** One sentence: what happened. */
  message: z.string(),
  /** What the operator should do: "needs configuration: set X". */
  nextStep: z.string(),
  /** Tail of the server's stderr; untrusted text, redacted, at most `STDERR_TAIL_BYTES`. */
  stderrTail: z.string(),
  /** When it failed, ISO 8601. */
  at: z.string(),
});
/** The outcome of a server that could not be listed. */
export type Failure = z.infer<typeof Failure>;

/** How much of a server's stderr is kept. */
export const STDERR_TAIL_BYTES = 4096;
