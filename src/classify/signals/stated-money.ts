import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Statements about money. */
export const statedMoney: Signal = {
  id: 'stated-money',
  title: 'Statements about money',
  why: 'Money in words, kept apart: real orders and charges, transactions on a chain, and what is only paper, unsigned, or a feed that is called a subscription.',
  speaksFor: ['Financial', 'Write', 'Read'],
  reads: ['description'],
  keys: {
    real: 'real money moves',
    'on-chain': 'a transaction is sent',
    paper: 'play money',
    unsigned: 'an unsigned transaction is built',
    feed: 'a subscription that is a feed',
  },
  fires: [
    { tool: { name: 'x', description: 'Signs and submits the swap.' }, keys: ['on-chain'] },
    { tool: { name: 'x', description: 'Places a paper trading order.' }, keys: ['paper'] },
  ],
  silent: [{ tool: { name: 'x', description: 'Lists the invoices of a customer.' } }],
  detect: ({ description }) =>
    phraseFacts([description], 'money', {
      real: 'Financial',
      'on-chain': 'Financial',
      paper: 'Write',
      unsigned: 'Read',
      feed: 'Write',
    }),
};
