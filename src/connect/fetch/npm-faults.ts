import { Fault } from '../../model/fault.ts';
import type { ToolOutcome } from './run-tool.ts';

/** What npm's error codes mean for one server: the first that stands in its words counts. */
const MEANINGS: readonly [
  pattern: RegExp,
  code: 'not-found' | 'install-failed' | 'unsupported',
  message: string,
  nextStep: string,
][] = [
  [
    /\bEALLOW\w+|refused by --?allow-/,
    'install-failed',
    'it depends on a git, file or URL dependency, which is refused',
    'ask its author to publish the dependency',
  ],
  [/\bEBADPLATFORM\b/, 'unsupported', 'it is made for another system', 'scan it on the system that it is made for'],
  [
    /\bE401\b|\bE403\b|\bENEEDAUTH\b/,
    'install-failed',
    'the registry refused the download',
    'log in to the registry with npm',
  ],
  [
    /\bE404\b|\bETARGET\b|\bENOVERSIONS\b|\bEUNPUBLISHED\b/,
    'not-found',
    'the registry has no such package or version',
    'check the name and the version',
  ],
  [
    /\bE?(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH)\b/,
    'install-failed',
    'the registry could not be reached',
    'check the network and the registry settings of npm',
  ],
  [/\bENOSPC\b/, 'install-failed', 'the disk is full', 'free space, or lower the limit of the install cache'],
];

/** The fault that a failed npm call is. `wanted` is the package that it was about. */
export function npmFault(outcome: ToolOutcome, wanted: string, stage: 'resolve' | 'fetch'): Fault {
  const words = `${outcome.stderr}\n${outcome.stdout}`.trim();
  const stderrTail = words.slice(-4096);
  if (outcome.isLate) {
    const nextStep = 'raise --install-timeout, or check the network';
    return new Fault('install-failed', stage, `fetching ${wanted} took too long`, { nextStep, stderrTail });
  }
  const meaning = MEANINGS.find(([pattern]) => pattern.test(words));
  if (meaning === undefined)
    return new Fault('install-failed', stage, `npm could not install ${wanted}: ${reason(words)}`, { stderrTail });
  const [, code, message, nextStep] = meaning;
  const dependency = missingDependency(words);
  if (code === 'not-found' && stage === 'fetch' && dependency !== undefined && !isItself(dependency, wanted)) {
    const sentence = `${wanted} needs ${dependency}, which is not in the registry`;
    return new Fault('install-failed', stage, sentence, { nextStep: 'report it to its author', stderrTail });
  }
  return new Fault(code, stage, `${wanted}: ${message}`, { nextStep, stderrTail });
}

/** The package that npm did not find. */
function missingDependency(words: string): string | undefined {
  return /The requested resource '([^']{1,200})'|No matching version found for ([^\s]{1,200}?)\.?\s*$/m
    .exec(words)
    ?.slice(1)
    .find(Boolean);
}

function isItself(dependency: string, wanted: string): boolean {
  const nameOf = (text: string) => text.replace(/(?<=.)@.*$/, '');
  return nameOf(dependency) === nameOf(wanted);
}

function reason(words: string): string {
  const lines = words.split('\n').map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trim());
  return (
    lines.find((line) => line !== '' && !/^code |^errno |^syscall |^A complete log/.test(line)) ?? 'no reason given'
  ).slice(0, 200);
}
