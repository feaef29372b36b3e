import { isJsonObject, type JsonObject } from '../model/json.ts';
import { type ServerContext, sampleSiblings } from '../model/server-context.ts';
import type { Tool, ToolAnnotations } from '../model/tool.ts';
import { type Deed, deedOfName } from './deed.ts';
import { readLead, type StatedDeed } from './lead.ts';
import type { Lexicon } from './lexicon.ts';
import { type NameToken, prefixLength, splitName, verbsComeLast } from './name.ts';
import { type NormalisedText, normaliseText } from './normalise.ts';
import { remembered } from './remembered.ts';
import { type Property, readProperties } from './schema.ts';
import { readText, type Text } from './text.ts';

/** A name of a tool, read. */
export type NameReading = {
  normalised: NormalisedText;
  tokens: NameToken[];
  /** How many tokens at the start are the vendor's prefix. */
  prefix: number;
  /** The words after the prefix. */
  words: string[];
  /** What the name says that the tool does; places count from the first word after the prefix. */
  deed: Deed | undefined;
};

/** Another tool of the same server. */
export type Sibling = { pointer: string; name: string; reading: NameReading };

/** A tool definition in its context, read once for all signals. */
export type Subject = {
  tool: Tool;
  context: ServerContext;
  lexicon: Lexicon;
  name: NameReading;
  title: Text | undefined;
  /** Empty text where the tool has no description. */
  description: Text;
  /** What the description says that the tool does, the leading deed first. */
  stated: StatedDeed[];
  properties: Property[];
  annotations: JsonObject & ToolAnnotations;
  siblings: Sibling[];
  /** Lower-case words of the server's id. */
  serverWords: ReadonlySet<string>;
  instructions: Text | undefined;
};

/** Reads a tool in its server's context. Never throws on a parsed tool. */
export function readSubject(tool: Tool, context: ServerContext, lexicon: Lexicon): Subject {
  const serverWords = wordsOfServer(context.server);
  const chosen = sampleSiblings(context, tool.name);
  const read = (name: string) => readName(name, lexicon);
  const tokensOf = [tool.name, ...chosen].map(read);
  const verbLast = verbsComeLast(
    tokensOf.map(({ tokens }) => tokens),
    lexicon,
  );
  const others = tokensOf.slice(1).map(({ tokens }) => tokens);
  const own = tokensOf[0] ?? read(tool.name);
  const description = readText(tool.description ?? '', '/description', lexicon);
  return {
    tool,
    context,
    lexicon,
    name: completeName(own, others, serverWords, verbLast, lexicon),
    title: readTitle(tool, lexicon),
    description,
    stated: readLead(description, lexicon),
    properties: readProperties(tool.inputSchema, lexicon),
    annotations: isJsonObject(tool.annotations) ? tool.annotations : {},
    siblings: chosen.map((name, at) => ({
      pointer: `/siblings/${context.siblings.indexOf(name)}`,
      name,
      reading: completeName(tokensOf[at + 1] ?? read(name), others, serverWords, verbLast, lexicon),
    })),
    serverWords,
    instructions:
      context.instructions === undefined ? undefined : readText(context.instructions, '/instructions', lexicon, 4000),
  };
}

/** The words of a server's id, its scheme and common fillers left out. */
function wordsOfServer(server: string): Set<string> {
  const words = server
    .toLowerCase()
    .replace(/^[a-z]+:/, '')
    .split(/[^a-z0-9]+/);
  return new Set(
    words.filter(
      (word) =>
        word.length > 1 &&
        !['mcp', 'server', 'npm', 'com', 'https', 'http', 'the', 'api', 'www', 'io', 'ai', 'dev'].includes(word),
    ),
  );
}

type RawName = { normalised: NormalisedText; tokens: NameToken[] };

/** What was read with one lexicon: names with their tokens, and deeds by the words of a name. */
type Readings = { names: Map<string, RawName>; deeds: Map<string, Deed | undefined> };
const readingsBy = new WeakMap<Lexicon, Readings>();

function readingsWith(lexicon: Lexicon): Readings {
  const readings = readingsBy.get(lexicon) ?? { names: new Map(), deeds: new Map() };
  readingsBy.set(lexicon, readings);
  return readings;
}

function readName(name: string, lexicon: Lexicon): RawName {
  return remembered(readingsWith(lexicon).names, name, () => {
    const normalised = normaliseText(name, 256, lexicon.lookAlikes);
    return { normalised, tokens: splitName(normalised.text, lexicon) };
  });
}

function completeName(
  raw: RawName,
  others: readonly NameToken[][],
  serverWords: ReadonlySet<string>,
  verbLast: boolean,
  lexicon: Lexicon,
): NameReading {
  const prefix = prefixLength(raw.tokens, others, serverWords, lexicon);
  const words = raw.tokens.slice(prefix).map((token) => token.text);
  const deed = remembered(readingsWith(lexicon).deeds, `${verbLast ? 'last' : 'first'} ${words.join(' ')}`, () =>
    deedOfName(words, verbLast, lexicon),
  );
  return { ...raw, prefix, words, deed };
}

function readTitle(tool: Tool, lexicon: Lexicon): Text | undefined {
  if (typeof tool.title === 'string') return readText(tool.title, '/title', lexicon, 500);
  const title = isJsonObject(tool.annotations) ? tool.annotations['title'] : undefined;
  return typeof title === 'string' ? readText(title, '/annotations/title', lexicon, 500) : undefined;
}
