import { nameFact } from '../facts.ts';
import type { Fact, Signal, SpeaksFor } from './signal.ts';

const KINDS: Readonly<Record<string, SpeaksFor>> = {
  bill: 'money',
  order: 'money',
  funds: 'money',
  position: 'money',
  subscription: 'money',
  transaction: 'money',
  credential: 'secrets',
  privilege: 'privilege',
  production: 'production',
  message: 'external-communication',
  code: 'code-execution',
  query: 'Read',
  service: 'production',
  run: 'Execute',
  scratch: 'Write',
  setting: 'Write',
  media: 'Execute',
  carrier: 'Execute',
  contract: 'money',
  data: 'private-data',
  'state-noun': 'Read',
};

/** What kind of thing the name is about. */
export const objectKind: Signal = {
  id: 'object-kind',
  title: 'The kind of thing that the name is about',
  why: 'The noun gives the verb its sense: to cancel an order is about money, to cancel a run is not.',
  speaksFor: [
    'money',
    'secrets',
    'privilege',
    'production',
    'external-communication',
    'code-execution',
    'private-data',
    'Read',
    'Write',
    'Execute',
  ],
  reads: ['name'],
  keys: {
    bill: 'a bill or a payment',
    order: 'an order',
    funds: 'funds',
    position: 'a position or a trade',
    subscription: 'a subscription',
    transaction: 'a transaction',
    credential: 'a credential',
    privilege: 'a right',
    production: 'infrastructure',
    message: 'a message',
    code: 'code',
    query: 'a query',
    service: 'a service or a machine',
    run: 'a run or a job',
    scratch: 'scratch state',
    setting: 'a setting',
    media: 'an image, a video or a sound',
    carrier: 'something that carries code and runs it',
    contract: 'a contract',
    data: 'stored data',
    'state-noun': 'a state, a list or a history',
  },
  fires: [
    { tool: { name: 'cancel_order' }, keys: ['order'] },
    { tool: { name: 'rotate_secret' }, keys: ['credential', 'privilege'] },
  ],
  silent: [{ tool: { name: 'greet' } }],
  detect: ({ name, lexicon }) => {
    const facts = new Map<string, Fact>();
    for (const [at, word] of name.words.entries()) {
      if (at === name.deed?.verbAt) continue;
      for (const kind of lexicon.objectClasses.get(word) ?? []) {
        const speaksFor = KINDS[kind];
        if (speaksFor !== undefined && !facts.has(kind))
          facts.set(kind, nameFact(name, '/name', kind, speaksFor, at, at + 1));
      }
    }
    return [...facts.values()];
  },
};
