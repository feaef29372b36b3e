import type { ServerKind } from '../lexicon.ts';
import { siblingPointer } from '../subject.ts';
import type { Fact, Signal, SpeaksFor } from './signal.ts';

/** What kind of server the tool belongs to. */
export const serverKind: Signal = {
  id: 'server-kind',
  title: 'The kind of server',
  why: 'The same name means another thing on a payment server, in a browser or among documents.',
  speaksFor: [
    'Read',
    'Execute',
    'Financial',
    'production',
    'external-communication',
    'code-execution',
    'private-data',
    'untrusted-content',
  ],
  reads: ['server', 'siblings'],
  keys: {
    payments: 'payments and invoices',
    trading: 'an exchange or a broker',
    wallet: 'a wallet or a blockchain',
    shop: 'a shop',
    advertising: 'advertising',
    browser: 'a browser',
    database: 'a database',
    infrastructure: 'infrastructure',
    documentation: 'documentation',
    thinking: 'thinking aids and prompts',
    messaging: 'mail and chat',
    media: 'images, videos and sounds',
    shell: 'a shell or an interpreter',
    files: 'files',
    repository: 'repositories',
    tickets: 'tickets and tasks',
    ci: 'builds and workflows',
    game: 'a game or a scene',
    device: 'devices',
    search: 'search',
  },
  fires: [
    { tool: { name: 'x' }, server: 'npm:wallet-for-evm', keys: ['wallet'] },
    { tool: { name: 'x' }, siblings: ['click', 'scroll', 'read_title'], keys: ['browser'] },
  ],
  silent: [{ tool: { name: 'x' }, server: 'npm:survey-desk', siblings: ['read_survey'] }],
  detect: ({ context, serverWords, siblings, lexicon }) => {
    const facts: Fact[] = [];
    const counts = new Map<string, number>();
    /** Counts a kind; says whether it is told often enough and not yet a fact. */
    const isNew = (kind: string, least: number): boolean => {
      const seen = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, seen);
      return seen >= least && !facts.some(({ key }) => key === kind);
    };
    const add = ({ kind, speaksFor }: ServerKind, pointer: string, quote: string) =>
      facts.push({ key: kind, speaksFor: speaksFor as SpeaksFor, pointer, quote });
    for (const word of serverWords)
      for (const told of lexicon.serverKinds.get(word) ?? [])
        if (isNew(told.kind, 1)) add(told, '/server', quoteIgnoringCase(context.server, word));
    const least = Math.max(MIN_SIBLINGS, siblings.length * SHARE);
    for (const { reading, name } of siblings)
      for (const told of reading.kinds) if (isNew(told.kind, least)) add(told, siblingPointer(context, name), name);
    return facts;
  },
};

function quoteIgnoringCase(text: string, word: string): string {
  const start = text.toLowerCase().indexOf(word);
  return text.slice(start, start + word.length);
}

/** How many siblings, and which share of them, must carry words of a kind. */
const MIN_SIBLINGS = 2;
const SHARE = 0.25;
