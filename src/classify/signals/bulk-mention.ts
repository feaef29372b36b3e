import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Many things in one call. */
export const bulkMention: Signal = {
  id: 'bulk-mention',
  title: 'Many things in one call',
  why: 'One call that changes many things does more harm when it goes wrong.',
  speaksFor: ['bulk'],
  reads: ['description'],
  keys: {
    bulk: 'many things at once',
  },
  fires: [{ tool: { name: 'x', description: 'Deletes multiple surveys.' }, keys: ['bulk'] }],
  silent: [{ tool: { name: 'x', description: 'Reads a survey.' } }],
  detect: ({ description }) => phraseFacts([description], 'bulk', { bulk: 'bulk' }),
};
