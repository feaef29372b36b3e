import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a recipient. */
export const recipientParameter: Signal = {
  id: 'recipient-parameter',
  title: 'Takes a recipient',
  why: 'A recipient beside a text is a message to somebody.',
  speaksFor: ['external-communication'],
  reads: ['inputSchema'],
  keys: {
    recipient: 'somebody who receives',
    message: 'a text',
  },
  fires: [
    {
      tool: {
        name: 'x',
        inputSchema: { type: 'object', properties: { to: { type: 'string' }, body: { type: 'string' } } },
      },
      keys: ['recipient', 'message'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(properties, { recipient: 'external-communication', message: 'external-communication' }),
};
