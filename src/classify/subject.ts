import { isJsonObject, type JsonObject } from '../model/json.ts';
import { type ServerContext, sampleSiblings } from '../model/server-context.ts';
import type { Tool, ToolAnnotations } from '../model/tool.ts';
import { type Action, listActions } from './actions.ts';
import { type Deed, deedOfName } from './deed.ts';
import { readLead, type StatedDeed } from './lead.ts';
import type { Lexicon, ServerKind } from './lexicon.ts';
import { type NameToken, prefixLength, type SharedWords, shareWords, splitName, verbSide } from './name.ts';
import { type NormalisedText, normaliseText } from './normalise.ts';
import { remember, rememberBy } from './remembered.ts';
import { type Property, readProperties } from './schema.ts';
import { MAX_NAME_STEMS, stemsOf } from './stems.ts';
import { readText, type Text } from './text.ts';

/** A name of a tool, read. */
export type NameReading = {
  normalised: NormalisedText;
  tokens: NameToken[];
  /** How many tokens at the start are the vendor's prefix. */
  prefix: number;
  /** The words after the prefix. */
  words: string[];
  /** Their stems, at most as many as are read of a sibling. */
  stems: string[];
  /** What the name says that the tool does; places count from the first word after the prefix. */
  deed: Deed | undefined;
  /** What its words tell of the kind of server that has such a tool. */
  kinds: readonly ServerKind[];
};

/** Another tool of the same server. */
export type Sibling = { name: string; reading: NameReading };

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
  /** The actions that a parameter offers; empty where it is no multi-action tool. */
  actions: Action[];
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
  const own = read(tool.name);
  const others = chosen.map(read);
  const names = others.map(({ tokens }) => tokens);
  const server: ServerReading = {
    words: serverWords,
    siblings: { count: names.length, shared: shareWords(names) },
    verbLast: others.reduce((sum, { side }) => sum + side, own.side) > 0,
  };
  const description = readText(tool.description ?? '', '/description', lexicon);
  const name = completeName(own, server, lexicon);
  const properties = readProperties(tool.inputSchema, lexicon);
  return {
    tool,
    context,
    lexicon,
    name,
    title: readTitle(tool, lexicon),
    description,
    stated: readLead(description, lexicon),
    properties,
    actions: listActions({ lexicon, name, properties }),
    annotations: isJsonObject(tool.annotations) ? tool.annotations : {},
    siblings: others.map((other, at) => ({ name: chosen[at]!, reading: completeName(other, server, lexicon) })),
    serverWords,
    instructions:
      context.instructions === undefined ? undefined : readText(context.instructions, '/instructions', lexicon, 4000),
  };
}

/** Pointer of a sibling into its context. */
export function siblingPointer({ siblings }: ServerContext, name: string): string {
  return `/siblings/${siblings.indexOf(name)}`;
}

const FILLERS = new Set(['mcp', 'server', 'npm', 'com', 'https', 'http', 'the', 'api', 'www', 'io', 'ai', 'dev']);

/** Servers whose words are remembered: the tools of one come in a row. */
const MAX_SERVERS = 100;

/** The words of a server's id, its scheme and common fillers left out. */
const wordsOfServer = remember((server): ReadonlySet<string> => {
  const words = server
    .toLowerCase()
    .replace(/^[a-z]+:/, '')
    .split(/[^a-z0-9]+/);
  return new Set(words.filter((word) => word.length > 1 && !FILLERS.has(word)));
}, MAX_SERVERS);

/** What a server's id and names say of how any of its names is to be read. */
type ServerReading = {
  words: ReadonlySet<string>;
  siblings: { count: number; shared: SharedWords };
  /** Whether most names end in their verb (`user_delete`) rather than begin with it. */
  verbLast: boolean;
};

/** A name with its tokens, on which side its verb stands, and what it told as it was read last. */
type RawName = Pick<NameReading, 'normalised' | 'tokens' | 'kinds'> & {
  side: number;
  last: { reading: NameReading; verbLast: boolean } | undefined;
};

const readName = rememberBy((name: string, lexicon: Lexicon): RawName => {
  const normalised = normaliseText(name, 256, lexicon.lookAlikes);
  // A copy has no room to grow: many names are remembered.
  const tokens = splitName(normalised.text, lexicon).slice();
  return { normalised, tokens, kinds: kindsOf(tokens, lexicon), side: verbSide(tokens, lexicon), last: undefined };
});

function kindsOf(tokens: readonly NameToken[], lexicon: Lexicon): readonly ServerKind[] {
  const kinds: ServerKind[] = [];
  for (const [at, { text }] of tokens.entries()) {
    const told = lexicon.serverKinds.get(text);
    if (told !== undefined && tokens.findIndex((token) => token.text === text) === at) kinds.push(...told);
  }
  return kinds;
}

function completeName(raw: RawName, server: ServerReading, lexicon: Lexicon): NameReading {
  const prefix = prefixLength(raw.tokens, server.siblings, server.words, lexicon);
  const { verbLast } = server;
  const { last } = raw;
  if (last?.reading.prefix === prefix && last.verbLast === verbLast) return last.reading;
  const words = raw.tokens.slice(prefix).map((token) => token.text);
  const { normalised, tokens, kinds } = raw;
  const stems = stemsOf(words, MAX_NAME_STEMS).slice();
  const reading = { normalised, tokens, prefix, words, stems, deed: deedOfName(words, verbLast, lexicon), kinds };
  raw.last = { reading, verbLast };
  return reading;
}

function readTitle(tool: Tool, lexicon: Lexicon): Text | undefined {
  if (typeof tool.title === 'string') return readText(tool.title, '/title', lexicon, 500);
  const title = isJsonObject(tool.annotations) ? tool.annotations['title'] : undefined;
  return typeof title === 'string' ? readText(title, '/annotations/title', lexicon, 500) : undefined;
}
