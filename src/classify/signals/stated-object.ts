import { textFact } from '../facts.ts';
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
};

/** What kind of thing the description's deed is done to. */
export const statedObject: Signal = {
  id: 'stated-object',
  title: 'The kind of thing that the stated deed is done to',
  why: 'The object beside the verb of the description says whether money, rights, code or a mere record is touched.',
  speaksFor: [
    'money',
    'secrets',
    'privilege',
    'production',
    'external-communication',
    'code-execution',
    'Read',
    'Write',
    'Execute',
  ],
  reads: ['description'],
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
  },
  fires: [{ tool: { name: 'x', description: 'Cancels an order.' }, keys: ['order'] }],
  silent: [{ tool: { name: 'x', description: 'Greets a visitor.' } }, { tool: { name: 'x' } }],
  detect: ({ stated, description, lexicon }) => {
    const facts = new Map<string, Fact>();
    const lead = stated[0];
    if (lead === undefined) return [];
    for (
      let at = lead.first + 1;
      at < lead.end + 3 && description.sentenceOf[at] === description.sentenceOf[lead.first];
      at += 1
    )
      for (const kind of lexicon.objectClasses.get(description.words[at] ?? '') ?? []) {
        const speaksFor = KINDS[kind];
        if (speaksFor !== undefined && !facts.has(kind))
          facts.set(kind, textFact(description, at, at + 1, kind, speaksFor));
      }
    return [...facts.values()];
  },
};
