import type { FailureCode } from '../../model/failure.ts';
import { Fault } from '../../model/fault.ts';
import { isListening } from './complaint/offered-modes.ts';
import { namedVariables } from './complaint/variables.ts';

/** A fault told as precisely as its words allow; of several rounds, the one with the most weight is reported. */
export type Diagnosis = { fault: Fault; weight: number };

/** What is known beside the words. */
export type DiagnosisContext = { scriptsRan: boolean; triedVariables: readonly string[] };

/** A sign in a server's words: what it means. `$1` in the texts is what the pattern caught. */
type Sign = { pattern: RegExp; code: FailureCode; message: string; nextStep: string; weight: number };

const SIGNS: readonly Sign[] = [
  {
    pattern:
      /Could not locate the bindings file|was compiled against a different Node|Cannot find module '[^']*(?:\.node|build\/Release[^']*)'|Failed to load native|native (?:binding|module|addon)[^\n]*(?:not found|missing|fail)|Cannot find native binding|prebuilt binar/i,
    code: 'install-failed',
    message: 'a native part of the package is not built',
    nextStep: 'try --allow-scripts, which builds it in the sandbox',
    weight: 90,
  },
  {
    pattern:
      /(?:Executable doesn't exist at|Could not find (?:Chrome|Chromium|Firefox|browser)|Please install (?:chrome|chromium)|playwright install|browser (?:is )?not (?:found|installed))/i,
    code: 'runtime-missing',
    message: 'it needs a browser that is not on this machine',
    nextStep: 'install the browser that it names',
    weight: 80,
  },
  {
    pattern:
      /(?:spawn(?:Sync)? ([\w./-]+) ENOENT|\b([\w.-]+): (?:command )?not found$|No such file or directory: '([\w.-]+)'|the program (\S+) does not exist)/m,
    code: 'runtime-missing',
    message: 'it needs the program $1, which is not on this machine',
    nextStep: 'install $1',
    weight: 80,
  },
  {
    pattern:
      /(?:requires|needs|only (?:supports|works on|runs on|available on)|is only supported on|must be run on) (?:macOS|Mac OS|darwin|Windows)|(?:macOS|Windows)[- ]only|unsupported platform|not supported on (?:linux|this platform)/i,
    code: 'unsupported',
    message: 'it runs only on another system',
    nextStep: 'scan it on the system that it is made for',
    weight: 85,
  },
  {
    pattern: /(?:requires|need|needs) (Node(?:\.js)?(?: version)? ?(?:>=|v)?\s?\d[\w.]*)/i,
    code: 'runtime-missing',
    message: 'it needs $1',
    nextStep: 'install $1',
    weight: 70,
  },
  {
    pattern:
      /\b(?:ENOTFOUND|EAI_AGAIN|ENETUNREACH|UND_ERR_CONNECT\w*|fetch failed|getaddrinfo|Temporary failure in name resolution|Max retries exceeded|ConnectError|NameResolutionError|Network is unreachable|network error|ERR_NETWORK|Could not connect|connection error|ECONNREFUSED)\b/i,
    code: 'needs-network',
    message: 'it insists on a network, which the sandbox does not give',
    nextStep: 'scan its remote instead, or accept that it cannot be listed',
    weight: 60,
  },
  {
    pattern:
      /\b401\b|unauthori[sz]ed|invalid (?:api[ -]?key|token|credential)|authentication failed|not (?:authenticated|logged in)|log ?in first|please (?:log ?in|authenticate)|auth login|sign in/i,
    code: 'needs-credentials',
    message: 'it insists on a real credential',
    nextStep: 'give it with --env NAME',
    weight: 55,
  },
];

/** Reads from a server's last words why it really failed. */
export function diagnose(fault: Fault, context: DiagnosisContext): Diagnosis {
  const words = `${fault.stderrTail}\n${fault.message}`;
  for (const { pattern, code, message, nextStep, weight } of SIGNS) {
    const match = pattern.exec(words);
    if (match === null) continue;
    const caught = match.slice(1).find((group) => group !== undefined) ?? '';
    const step =
      code === 'install-failed' && context.scriptsRan
        ? 'the machine lacks what the build needs; read the last words'
        : nextStep;
    return { weight, fault: retell(fault, code, message.replace('$1', caught), step.replace('$1', caught)) };
  }
  return diagnoseConfiguration(fault, words, context);
}

function diagnoseConfiguration(fault: Fault, words: string, { triedVariables }: DiagnosisContext): Diagnosis {
  if (fault.code === 'start-timeout' && isListening(words)) {
    const message = 'it serves HTTP instead of speaking over stdio';
    return { weight: 50, fault: retell(fault, 'unsupported', message, 'start it yourself and scan its address') };
  }
  const wanted = namedVariables(words).wanted;
  if (wanted.length > 0) {
    const list = wanted.slice(0, 6).join(', ');
    const isTried = wanted.every((name) => triedVariables.includes(name));
    const isSecret = wanted.some((name) => /KEY|TOKEN|SECRET|PASSWORD/.test(name));
    const code = isTried && isSecret ? 'needs-credentials' : 'needs-configuration';
    const message = isTried ? `no made-up value of ${list} satisfied it` : `it insists on ${list}`;
    return { weight: isTried ? 45 : 40, fault: retell(fault, code, message, `set ${list} with --env`) };
  }
  if (
    /(?:config(?:uration)?|credentials?|settings?|\.json|\.ya?ml|\.toml|\.env)\b[^\n]{0,80}(?:not found|does not exist|missing|no such file)|ENOENT|FileNotFoundError/i.test(
      words,
    )
  )
    return {
      weight: 35,
      fault: retell(
        fault,
        'needs-configuration',
        `it insists on a file: ${firstLine(words, /not found|does not exist|missing|no such file|ENOENT|FileNotFound/i)}`,
        'make the file that it names, and scan with -- command',
      ),
    };
  if (
    /\b(?:missing|required)\b[^\n]*\b(?:argument|option|parameter)|must specify|please (?:provide|specify)|too few arguments|not enough .*arguments/i.test(
      words,
    )
  )
    return {
      weight: 30,
      fault: retell(
        fault,
        'needs-configuration',
        `it insists on an argument: ${firstLine(words, /argument|option|parameter|specify|provide/i)}`,
        'give its arguments with -- command args…',
      ),
    };
  if (fault.code === 'exited' && /^\s*usage:?\s/im.test(words))
    return {
      weight: 25,
      fault: retell(
        fault,
        'not-a-server',
        'it prints its usage and ends',
        'name the sub-command that starts its server with -- command args…',
      ),
    };
  return { weight: fault.code === 'start-timeout' ? 5 : 10, fault };
}

function firstLine(words: string, pattern: RegExp): string {
  return (words.split('\n').find((line) => pattern.test(line)) ?? '').trim().slice(0, 160);
}

function retell(fault: Fault, code: FailureCode, message: string, nextStep: string): Fault {
  return new Fault(code, fault.stage, message, { nextStep, stderrTail: fault.stderrTail, cause: fault });
}
