import type { PlaceholderFiles } from '../placeholder.ts';
import { placeholderFor } from '../placeholder.ts';
import { valueHint } from './value-hints.ts';

/** Most options that one complaint may bring. */
const MAX_OPTIONS = 8;

/** How yargs lists required options; the same sentence with one name may also mean a positional argument. */
const YARGS_LIST = /Missing required arguments?: ([\w, -]+)/g;
const OPTION_LISTS = [
  /required options? ['"`]([^'"`]+)['"`]/gi,
  YARGS_LIST,
  /the following (?:required )?arguments (?:are required|were not provided):\s*([^\n]+)/g,
  /Missing required flags?:?\s+([^\n]+)/gi,
];
/** Options that a sentence may mention without wanting them. */
const NO_DEMAND =
  /^--(?:help|version|debug|verbose|stdio|yes|force|allow-scripts|trace|no-|experimental|input-type|loader|import|transport|http|sse|port)/;
const OPTION_MENTIONS = [
  /(?:missing|provide|specify|pass|use|using|set|need|required?:?)[^\n.]{0,60}?\s["'`]?(--[a-z][\w-]*)/gi,
  /(--[a-z][\w-]*)(?:\s+<[^>]+>)?["'`]?[^\n.]{0,40}?\b(?:is|are|must be|was|not)\s+(?:required|missing|provided|specified|set|given)/gi,
];
const POSITIONALS = [
  /missing required argument ['"`]?<?([\w-]+)/gi,
  /Missing (?:required )?(?:positional )?argument:? ['"`<]*([A-Za-z][\w-]*)/g,
];

/**
 * The arguments that a server's words ask for, each proposal a list to append: required options with values, then
 * positional ones, as its complaint or its usage line names them.
 */
export function wantedArguments(words: string, files: PlaceholderFiles): string[][] {
  const options = wantedOptions(words).slice(0, MAX_OPTIONS);
  const proposals: string[][] = [];
  const values = options.flatMap((name) => [name, argumentFor(name, words, files)]);
  if (values.length > 0) proposals.push(values);
  const named = POSITIONALS.flatMap((pattern) => [...words.matchAll(pattern)].map(([, name = '']) => name));
  if (named.length > 0) proposals.push(named.map((name) => argumentFor(name, words, files)));
  const usage = usagePositionals(words);
  if (usage.length > 0) proposals.push(usage.map((name) => argumentFor(name, words, files)));
  const said = saidInProse(words, files);
  if (said !== undefined) proposals.push([said]);
  return proposals;
}

/** A made-up value for an option or argument. */
export function argumentFor(name: string, words: string, files: PlaceholderFiles): string {
  const plain = name.replace(/^-+/, '');
  return placeholderFor(
    /dir|folder|path|root|workspace|vault/i.test(plain) && !/file/i.test(plain) ? `${plain}_DIR` : plain,
    valueHint(name, words),
    files,
  );
}

function wantedOptions(words: string): string[] {
  const options = new Set<string>();
  for (const pattern of OPTION_LISTS) {
    for (const [, list = ''] of words.matchAll(pattern)) {
      const named = [...list.matchAll(/--[a-z][\w-]*/gi)].map(([name]) => name);
      // yargs names its required options without dashes.
      const bare =
        pattern === YARGS_LIST && named.length === 0 ? list.split(',').map((name) => `--${name.trim()}`) : [];
      for (const name of [...named, ...bare]) options.add(name);
    }
  }
  for (const pattern of OPTION_MENTIONS)
    for (const [, name = ''] of words.matchAll(pattern)) if (!NO_DEMAND.test(name)) options.add(name);
  return [...options];
}

/** The `<required>` words of a usage line. */
function usagePositionals(words: string): string[] {
  const line = /^\s*(?:usage|syntax|example)s?:?\s*\n?\s*([^\n]+)/im.exec(words)?.[1] ?? '';
  const withoutOptions = line.replaceAll(/\[[^\]]*\]/g, ' ').replaceAll(/(?<=\s)--?[\w-]+[ =]<[^>]+>/g, ' ');
  return [...withoutOptions.matchAll(/<([\w .:/|-]+?)>/g)]
    .map(([, name = '']) => name)
    .filter((name) => !/^(?:command|options?|flags)$/i.test(name));
}

const PROSE: readonly [pattern: RegExp, name: string][] = [
  [
    /provide (?:a |the )?(?:postgres\w* )?(?:database|connection) (?:url|string)[^\n]*(?:argument|command)/i,
    'DATABASE_URL',
  ],
  [/(?:provide|specify|pass|give)[^\n]{0,40}(?:database|db|sqlite)[^\n]{0,20}(?:path|file)/i, 'DB_FILE'],
  [/(?:provide|specify|pass|give)[^\n]{0,40}(?:director(?:y|ies)|folder)/i, 'DIR'],
  [/(?:provide|specify|pass|give)[^\n]{0,40}\bAPI key[^\n]{0,40}argument/i, 'API_KEY'],
  [/(?:provide|specify|pass|give)[^\n]{0,40}\b(?:URL)\b[^\n]{0,40}argument/i, 'URL'],
];

function saidInProse(words: string, files: PlaceholderFiles): string | undefined {
  const name = PROSE.find(([pattern]) => pattern.test(words))?.[1];
  return name === undefined ? undefined : placeholderFor(name, {}, files);
}
