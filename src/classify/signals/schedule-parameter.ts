import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a time to run. */
export const scheduleParameter: Signal = {
  id: 'schedule-parameter',
  title: 'Takes a time to run',
  why: 'A schedule acts later, when nobody looks.',
  speaksFor: ['Write'],
  reads: ['inputSchema'],
  keys: {
    schedule: 'a schedule or a time to act',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { cron: { type: 'string' } } } },
      keys: ['schedule'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) => parameterFactsOf(properties, { schedule: 'Write' }),
};
