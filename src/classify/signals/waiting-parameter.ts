import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a wish to wait. */
export const waitingParameter: Signal = {
  id: 'waiting-parameter',
  title: 'Takes a wish to wait',
  why: 'A wish to wait for completion belongs to a run.',
  speaksFor: ['Execute'],
  reads: ['inputSchema'],
  keys: {
    wait: 'wait for completion, or a callback',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { wait_for_completion: { type: 'boolean' } } } },
      keys: ['wait'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) => parameterFactsOf(properties, { wait: 'Execute' }),
};
