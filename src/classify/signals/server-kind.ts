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
    const facts = new Map<string, Fact>();
    const counts = new Map<string, number>();
    const count = (word: string, pointer: string, quote: string, least: number) => {
      for (const { kind, speaksFor } of lexicon.serverKinds.get(word) ?? []) {
        const seen = (counts.get(kind) ?? 0) + 1;
        counts.set(kind, seen);
        if (seen >= least && !facts.has(kind))
          facts.set(kind, { key: kind, speaksFor: speaksFor as SpeaksFor, pointer, quote });
      }
    };
    for (const word of serverWords) {
      const start = context.server.toLowerCase().indexOf(word);
      count(word, '/server', context.server.slice(start, start + word.length), 1);
    }
    const least = Math.max(MIN_SIBLINGS, siblings.length * SHARE);
    for (const { reading, pointer, name } of siblings)
      for (const token of reading.tokens)
        if (lexicon.serverKinds.has(token.text) && reading.tokens.find(({ text }) => text === token.text) === token)
          count(token.text, pointer, name, least);
    return [...facts.values()];
  },
};

/** How many siblings, and which share of them, must carry words of a kind. */
const MIN_SIBLINGS = 2;
const SHARE = 0.25;
