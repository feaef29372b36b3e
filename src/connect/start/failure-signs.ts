import type { FailureCode } from '../../model/failure.ts';

/**
 * A sign in a server's last words: what it means. In the sentences `$1` stands for what the pattern caught and `$line`
 * for the line in which it stands.
 */
export type FailureSign = {
  pattern: RegExp;
  code: FailureCode;
  message: string;
  nextStep: string;
  /** Of several starts of one server, the one with the most telling sign is reported. */
  weight: number;
};

/** How a sentence begins that tells of arguments which a server asks for. */
export const WANTS_ARGUMENTS = 'it insists on arguments';

/** Signs that outrank a variable which the server names. */
export const STRONG_SIGNS: readonly FailureSign[] = [
  {
    pattern:
      /Could not locate the bindings file|was compiled against a different Node|Cannot find module '[^']*(?:\.node|build\/Release[^']*)'|Failed to load native|native (?:binding|module|addon)[^\n]*(?:not found|missing|fail)|Cannot find native binding|prebuilt binar|\/lib\/binding\/node-v|node-gyp-build|No native build was found/i,
    code: 'install-failed',
    message: 'a native part of the package is not built',
    nextStep: 'try --allow-scripts, which builds it in the sandbox',
    weight: 90,
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
    pattern: /version `((?:GLIBC|GLIBCXX)_[\d.]+)' not found/,
    code: 'runtime-missing',
    message: 'its machine code needs a newer C library ($1)',
    nextStep: 'scan it on a newer system',
    weight: 85,
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
      /(?:spawn(?:Sync)? ([\w./-]+) ENOENT|(?<![\w.-])([\w.-]{1,100}): (?:command )?not found$|No such file or directory: '([\w.-]+)'|the program (\S+) does not exist)/m,
    code: 'runtime-missing',
    message: 'it needs the program $1, which is not on this machine',
    nextStep: 'install $1',
    weight: 80,
  },
  {
    pattern: /(?:Cannot find (?:module|package) '([^']+)'|ModuleNotFoundError: No module named '([^']+)')/,
    code: 'exited',
    message: 'the package is broken: $1, which it needs, did not come with it',
    nextStep: 'report it to its author',
    weight: 75,
  },
  {
    pattern: /(?:requires|needs?) (Node(?:\.js)?(?: version)? ?(?:>=|v)?\s?\d[\w.]*)/i,
    code: 'runtime-missing',
    message: 'it needs $1',
    nextStep: 'install $1',
    weight: 70,
  },
  {
    pattern: /connect ECONNREFUSED ((?:127\.0\.0\.1|::1):\d+)/,
    code: 'needs-network',
    message: 'it insists on a service at $1, and the sandbox has none',
    nextStep: 'start it by hand beside that service and scan its address, or accept that it cannot be listed',
    weight: 61,
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
      /\b401\b|unauthori[sz]ed|invalid (?:api[ -]?key|token|credential)|authentication failed|not (?:authenticated|logged in)|log ?in first|please (?:log ?in|authenticate)|auth login|sign in|interactive auth|(?:visit(?:ing)?|open(?:ing)?) (?:this|the following) (?:url|link)/i,
    code: 'needs-credentials',
    message: 'it insists on a real credential',
    nextStep: 'give it with --env NAME',
    weight: 55,
  },
  {
    pattern: /^relay: the server listens on HTTP, and answers (\d+|nothing) at every path/m,
    code: 'unsupported',
    message: 'it serves HTTP instead of speaking over stdio, and answers $1 at every path that was tried',
    nextStep: 'start it yourself and scan its address',
    weight: 52,
  },
];

/** Signs that count where no variable is named. */
export const WEAK_SIGNS: readonly FailureSign[] = [
  {
    pattern: /EROFS|read-only file system|EACCES|Permission denied|ENOENT[^\n]*\bmkdir\b/i,
    code: 'sandbox-refused',
    message: 'it writes where the sandbox does not let it: $line',
    nextStep: 'run it with --unsandboxed if you trust it',
    weight: 37,
  },
  {
    pattern:
      /(?:\bconfig(?:uration)?|credentials?|settings?|\bfile|\.json|\.ya?ml|\.toml|\.env)\b[^\n]{0,80}(?:not found|does not exist|missing|no such file)|\bENOENT\b|FileNotFoundError/i,
    code: 'needs-configuration',
    message: 'it insists on a file: $line',
    nextStep: 'make the file that it names, and scan with -- command',
    weight: 35,
  },
  {
    pattern:
      /\b(?:missing|required)\b[^\n]*\b(?:argument|option|parameter)|must specify|please (?:provide|specify)|too few arguments|not enough .*arguments/i,
    code: 'needs-configuration',
    message: `${WANTS_ARGUMENTS}: $line`,
    nextStep: 'give its arguments with -- command args…',
    weight: 30,
  },
  {
    pattern:
      /not (?:complete|configured|set ?up|initiali[sz]ed)|(?:run|complete) (?:the )?(?:setup|installation|\S*-?install\b|init\b)/i,
    code: 'needs-configuration',
    message: 'it wants to be set up first: $line',
    nextStep: 'set it up as it says, and scan with -- command',
    weight: 28,
  },
];
