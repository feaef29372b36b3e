import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes an amount. */
export const amountParameter: Signal = {
  id: 'amount-parameter',
  title: 'Takes an amount',
  why: 'An amount beside a currency, an address or a side of an order is money.',
  speaksFor: ['money', 'Financial', 'Write'],
  reads: ['inputSchema'],
  keys: {
    amount: 'an amount',
    'order-side': 'a side, a type or a limit of an order',
    currency: 'a currency, an asset or an address',
    paper: 'play money',
  },
  fires: [
    {
      tool: {
        name: 'x',
        inputSchema: { type: 'object', properties: { amount: { type: 'number' }, currency: { type: 'string' } } },
      },
      keys: ['amount', 'currency'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(properties, { amount: 'money', 'order-side': 'Financial', currency: 'money', paper: 'Write' }),
};
