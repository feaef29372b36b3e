/** Variables that a server's words name: those that it says it wants, and others that merely stand there. */
export type NamedVariables = { wanted: string[]; mentioned: string[] };

/** Most variables that one complaint may bring. */
const MAX_VARIABLES = 25;

const NAME = /\b[A-Z][A-Z0-9]{1,}(?:_[A-Z0-9]+)+\b/g;
/** Names in capitals that are no variables: error codes, signals, build targets, examples. */
const NO_VARIABLE =
  /^(?:ERR_|NODE_(?!ENV)|GLIBC|GLIBCXX|CXXABI|YOUR_|MY_|UNABLE_TO|INVALID_|MISSING_|UND_ERR|MODULE_NOT|E[A-Z]+_|SIG[A-Z]+_|UV_|NPM_CONFIG|X86_|AMD_|UTF_|ISO_|SHA_|DEP_|SQLITE_(?:ERROR|CANTOPEN|BUSY)|HTTP_\d|NOT_|UNKNOWN_|CERT_|DANGEROUSLY_|LD_|PYTHON|DYLD_)|_(?:ERROR|FAILED|FAILURE|NOT_FOUND|INVALID|EXCEPTION|ERR|HERE|DENIED|REFUSED|UNAVAILABLE|REQUIRED|MISSING|TIMEOUT_ERROR|STARTED|INITIALIZED|EXPIRED)$/;

/** Words by which a line says that something is wanted. */
const WANTS =
  /requir|missing|must|need|not (?:set|found|provided|defined|configured|specified)|unset|undefined|please|provide|specify|\bset\b|configure|expect|invalid|environment|\benv\b|undefined|empty|No \w+ (?:key|token)/i;
/** What introduces a list of variables on the lines below it. */
const LIST_HEAD = /(?:requir|missing|must|need|set|environment|\benv\b|configuration|invalid)[^\n]*:?\s*$/i;
/** Lines that follow such a head: a bullet, an indented name, a table. */
const LIST_ITEM = /^\s*(?:[-*•·→✖❌✗|"'`[]|at\b|export\b|\d+[.)]|[A-Z][A-Z0-9_]{3,}\b)/;
/** Single names without an underscore, where the sentence says that it is a variable. */
const SAID = [
  /process\.env\.([A-Za-z_]\w*)/g,
  /os\.environ(?:\.get)?[[(]\s*["']([A-Za-z_]\w*)/g,
  /\benv(?:ironment)?(?:\s+var(?:iable)?s?)?(?:\s+named)?\s*:?\s*["'`]([A-Za-z_]\w*)["'`]/gi,
  /\benvironment variables?:?\s+(?:is\s+|the\s+)?([A-Z][A-Z0-9_]{2,})\b/g,
  /["'`]?\b([A-Z][A-Z0-9_]{3,})["'`]? (?:env(?:ironment)?\b|is (?:not set|required|missing|undefined)|(?:is )?not (?:set|found in env)|must be set)/g,
  /^KeyError: ['"]([A-Z]\w*)['"]/gm,
  /\bexport ([A-Z][A-Z0-9_]+)=/g,
  /\bset (?:the )?[`'"]?([A-Z][A-Z0-9]{4,})[`'"]?(?: env| to|=)/g,
];

/** Reads the variables out of a server's words. */
export function namedVariables(words: string): NamedVariables {
  const wanted = new Set<string>();
  const mentioned = new Set<string>();
  for (const pattern of SAID) for (const [, name] of words.matchAll(pattern)) add(wanted, name);
  let isInList = false;
  for (const line of words.split('\n')) {
    const says = WANTS.test(line);
    const isItem: boolean = isInList && LIST_ITEM.test(line);
    for (const [name] of line.matchAll(NAME)) add(says || isItem ? wanted : mentioned, name);
    isInList = LIST_HEAD.test(line) || (isInList && (isItem || line.trim() === ''));
  }
  for (const name of missingFields(words)) wanted.add(name);
  const list = withoutAlternatives([...wanted]).slice(0, MAX_VARIABLES);
  return {
    wanted: list,
    mentioned: withoutAlternatives([...mentioned].filter((name) => !wanted.has(name))).slice(0, MAX_VARIABLES),
  };
}

function add(names: Set<string>, name: string | undefined): void {
  if (name !== undefined && name.length <= 80 && !NO_VARIABLE.test(name)) names.add(name);
}

/** Fields that a validator misses: zod's issue lists (JSON, inspected, pretty) and pydantic's. */
function missingFields(words: string): string[] {
  const issues = [
    ...words.matchAll(/\bpath"?:\s*\[\s*["']([A-Za-z_]\w*)["']\s*\]/g),
    ...words.matchAll(/→ at ([A-Za-z_]\w*)\s*$/gm),
    ...words.matchAll(/^([A-Za-z_]\w*)\n\s+(?:Field required|Missing required|Input should be)/gm),
    ...words.matchAll(
      /^\s*[-•*]?\s*["']?([A-Za-z_]\w*)["']?: (?:Required|Invalid input: expected \w+, received undefined|is required)\s*$/gm,
    ),
  ].map(([, name = '']) => name);
  return issues.map((name) =>
    /^[A-Z0-9_]+$/.test(name) ? name : name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase(),
  );
}

/** Of a value and the file that may hold it instead (`X` and `X_FILE`), only the value is given. */
function withoutAlternatives(names: string[]): string[] {
  const all = new Set(names);
  return names.filter(
    (name) =>
      !all.has(name.replace(/_(?:FILE|PATH|FILE_PATH|CMD|COMMAND)$/, '')) || !/_(?:FILE|PATH|CMD|COMMAND)$/.test(name),
  );
}
