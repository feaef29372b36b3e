import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Statements of a way back. */
export const statedRestore: Signal = {
  id: 'stated-restore',
  title: 'Statements of a way back',
  why: 'A delete into a trash or one that can be restored is an ordinary change.',
  speaksFor: ['Write'],
  reads: ['description'],
  keys: {
    restorable: 'can be restored',
    trash: 'goes to a trash',
    kept: 'what it is taken from is kept',
    soft: 'is a soft delete, or something stays',
  },
  fires: [
    { tool: { name: 'x', description: 'Deletes a note. It can be restored for 30 days.' }, keys: ['restorable'] },
    { tool: { name: 'x', description: 'Moves a note to the trash.' }, keys: ['trash'] },
    { tool: { name: 'x', description: 'Removes the grouping; the notes themselves are kept.' }, keys: ['kept'] },
  ],
  silent: [{ tool: { name: 'x', description: 'Deletes a note. It cannot be restored.' } }],
  detect: ({ description }) =>
    phraseFacts([description], 'restore', { restorable: 'Write', trash: 'Write', kept: 'Write', soft: 'Write' }),
};
