import { z } from 'zod';
import { hashOf } from '../model/canonical.ts';
import { CATEGORIES, type Category } from '../model/category.ts';
import { indexPhrases, type PhraseIndex } from './phrases.ts';
import { compileRules, type RuleTable } from './rules.ts';

const words = z.array(z.string().min(1));
const wordLists = z.record(z.string(), words);

/** A ruling that gives a verb another sense beside certain objects; the first that fits holds. */
const SenseRuling = z.object({
  /** Senses and verbs that it applies to (either suffices). */
  senses: words.optional(),
  verbs: words.optional(),
  /** Verbs that it never applies to. */
  except: words.optional(),
  /** Object classes of which one must stand beside the verb; absent: always. */
  objects: words.optional(),
  /** Object classes none of which may stand beside the verb. */
  not: words.optional(),
  /** Object classes of which one must stand after "from". */
  from: words.optional(),
  /** `head`: the object must be the head of its phrase ("payment link", not "payment note"); `first`: its first word. */
  position: z.enum(['head', 'first']).optional(),
  sense: z.string(),
});
type SenseRuling = z.infer<typeof SenseRuling>;

/** The table of rules: in order, the first that holds decides. */
const RuleFile = z.object({
  /** Support from which a rule counts as strong evidence. */
  floorSupport: z.number().min(0).max(1),
  rules: z.array(
    z.object({
      id: z.string(),
      when: z.array(words).default([]),
      unless: words.default([]),
      category: z.enum(CATEGORIES),
      strength: z.number().min(0).max(1),
      support: z.number().min(0).max(1),
    }),
  ),
});

/** Shape of the files of `data/lexicon/`, each under its name without `.json`. */
export const LexiconFiles = z.object({
  /** Sense → verbs in their base form. */
  verbs: wordLists,
  /** Verbs that are as often nouns in tool names. */
  'noun-verbs': words,
  /** Object class → nouns in the singular. */
  objects: wordLists,
  senses: z.array(SenseRuling),
  /** Sense → the category that it speaks for. */
  categories: z.record(z.string(), z.enum(CATEGORIES)),
  /** Group → key → phrases. */
  phrases: z.record(z.string(), wordLists),
  /** Schema fact → names of parameters in snake case; a longer name that ends in one counts. */
  parameters: wordLists,
  /** Sense → verbs of other languages. */
  languages: wordLists,
  /** Look-alike letter → Latin letter. */
  homoglyphs: z.record(z.string(), z.string()),
  /** Words and sentences that a description opens with before it says what the tool does, and pairs that are nouns. */
  openings: z.object({ words, sentences: words, compounds: words }),
  /** Common nouns and particles, for parting glued names. */
  words,
  rules: RuleFile,
  /** Kind of server → what it speaks for, and the words that tell it. */
  servers: z.record(z.string(), z.object({ speaksFor: z.string(), words })),
});
export type LexiconFiles = z.infer<typeof LexiconFiles>;

/** A verb as it stands in a text. */
export type VerbForm = { verb: string; sense: string; form: 'base' | 'third-person' | 'gerund' };

/** A kind of server, with what it speaks for. */
export type ServerKind = { kind: string; speaksFor: string };

/** The word lists, indexed. */
export type Lexicon = {
  /** SHA-256 of the files. */
  hash: string;
  verbForms: ReadonlyMap<string, VerbForm>;
  nounVerbs: ReadonlySet<string>;
  objectClasses: ReadonlyMap<string, ReadonlySet<string>>;
  /** Verb → the rulings that may apply to it, in order. */
  rulings: ReadonlyMap<string, readonly CompiledRuling[]>;
  categoryOf: ReadonlyMap<string, Category>;
  phrases: PhraseIndex;
  parameterFacts: ReadonlyMap<string, readonly string[]>;
  /** Foreign verbs of scripts with spaces: the word. */
  foreignWords: ReadonlyMap<string, string>;
  /** Foreign verbs of scripts without spaces, longest first. */
  foreignParts: readonly (readonly [part: string, sense: string])[];
  lookAlikes: ReadonlyMap<string, string>;
  /** Words skipped before a description's leading verb. */
  openingWords: ReadonlySet<string>;
  /** Pairs of words that are nouns though the first is a verb form, by the first: "pull request". */
  compounds: ReadonlyMap<string, ReadonlySet<string>>;
  /** First words of sentences that never say what the tool does: the first → those after it, once or more. */
  openingSentences: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Word of a server's id or of a tool's name → the kinds of server that it tells. */
  serverKinds: ReadonlyMap<string, readonly ServerKind[]>;
  ruleTable: RuleTable;
  /** Every word that may be a piece of a glued name. */
  pieces: ReadonlySet<string>;
};

/** A ruling with sets for lists. */
export type CompiledRuling = {
  senses: ReadonlySet<string>;
  verbs: ReadonlySet<string>;
  except: ReadonlySet<string>;
  objects: readonly string[];
  not: readonly string[];
  from: readonly string[];
  position: 'head' | 'first' | 'any';
  sense: string;
};

/** Checks and indexes the files of `data/lexicon/`. Throws a ZodError on a file of another shape. */
export function readLexicon(files: unknown): Lexicon {
  const parsed = LexiconFiles.parse(files);
  const objectClasses = indexObjects(parsed.objects);
  const foreign = Object.entries(parsed.languages).flatMap(([sense, list]) =>
    list.map((word) => [word, sense] as const),
  );
  return {
    hash: hashOf(parsed),
    verbForms: indexVerbs(parsed.verbs),
    nounVerbs: new Set(parsed['noun-verbs']),
    objectClasses,
    rulings: indexRulings(parsed.senses.map(compileRuling), parsed.verbs),
    categoryOf: new Map(Object.entries(parsed.categories)),
    phrases: indexPhrases(parsed.phrases),
    parameterFacts: invert(parsed.parameters),
    foreignWords: new Map(foreign.filter(([word]) => !isSpaceless(word))),
    foreignParts: foreign.filter(([word]) => isSpaceless(word)).sort((a, b) => b[0].length - a[0].length),
    lookAlikes: new Map(Object.entries(parsed.homoglyphs)),
    openingWords: new Set(parsed.openings.words),
    compounds: indexPairs(parsed.openings.compounds),
    openingSentences: indexSentences(parsed.openings.sentences),
    serverKinds: indexServers(parsed.servers),
    ruleTable: compileRules(parsed.rules),
    pieces: new Set([...Object.values(parsed.verbs).flat(), ...objectClasses.keys(), ...parsed.words]),
  };
}

/** Whether a text is written in a script that does not part words by blanks (Chinese, Japanese, Korean verbs). */
export function isSpaceless(text: string): boolean {
  return /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text);
}

function indexRulings(
  rulings: readonly CompiledRuling[],
  verbs: Readonly<Record<string, readonly string[]>>,
): Map<string, CompiledRuling[]> {
  const index = new Map<string, CompiledRuling[]>();
  for (const [sense, list] of Object.entries(verbs))
    for (const verb of list)
      index.set(
        verb,
        rulings.filter((one) => !one.except.has(verb) && (one.verbs.has(verb) || one.senses.has(sense))),
      );
  return index;
}

function compileRuling(ruling: SenseRuling): CompiledRuling {
  return {
    senses: new Set(ruling.senses),
    verbs: new Set(ruling.verbs),
    except: new Set(ruling.except),
    objects: ruling.objects ?? [],
    not: ruling.not ?? [],
    from: ruling.from ?? [],
    position: ruling.position ?? 'any',
    sense: ruling.sense,
  };
}

function invert(lists: Readonly<Record<string, readonly string[]>>): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const [key, list] of Object.entries(lists))
    for (const word of list) index.set(word, [...(index.get(word) ?? []), key]);
  return index;
}

function indexPairs(pairs: readonly string[]): Map<string, Set<string>> {
  const index = new Map<string, Set<string>>();
  for (const pair of pairs) {
    const [first = '', second = ''] = pair.split(' ');
    index.set(first, (index.get(first) ?? new Set()).add(second));
  }
  return index;
}

function indexSentences(sentences: readonly string[]): Map<string, string[][]> {
  const index = new Map<string, string[][]>();
  for (const sentence of sentences) {
    const [first = '', ...rest] = sentence.split(' ');
    index.set(first, [...(index.get(first) ?? []), rest]);
  }
  return index;
}

function indexServers(servers: LexiconFiles['servers']): Map<string, ServerKind[]> {
  const index = new Map<string, ServerKind[]>();
  for (const [kind, { speaksFor, words: list }] of Object.entries(servers))
    for (const word of list) index.set(word, [...(index.get(word) ?? []), { kind, speaksFor }]);
  return index;
}

function indexObjects(lists: Readonly<Record<string, readonly string[]>>): Map<string, Set<string>> {
  const index = new Map<string, Set<string>>();
  for (const [key, list] of Object.entries(lists)) {
    for (const word of list) {
      for (const form of [word, pluralOf(word)]) index.set(form, (index.get(form) ?? new Set()).add(key));
    }
  }
  return index;
}

function pluralOf(noun: string): string {
  if (/(?:s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function indexVerbs(lists: Readonly<Record<string, readonly string[]>>): Map<string, VerbForm> {
  const index = new Map<string, VerbForm>();
  for (const [sense, list] of Object.entries(lists)) {
    for (const verb of list) {
      if (!index.has(verb) || index.get(verb)?.form !== 'base') index.set(verb, { verb, sense, form: 'base' });
      const third = verb === 'do' ? 'does' : pluralOf(verb);
      if (!index.has(third)) index.set(third, { verb, sense, form: 'third-person' });
      for (const gerund of gerundsOf(verb)) if (!index.has(gerund)) index.set(gerund, { verb, sense, form: 'gerund' });
    }
  }
  return index;
}

function gerundsOf(verb: string): string[] {
  if (/[^aeio]e$/.test(verb)) return [`${verb.slice(0, -1)}ing`];
  const doubles = /[^aeiou][aeiou][bdgklmnprt]$/.test(verb);
  return doubles ? [`${verb}${verb.at(-1)}ing`, `${verb}ing`] : [`${verb}ing`];
}
