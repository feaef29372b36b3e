import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Statements of loss. */
export const statedLoss: Signal = {
  id: 'stated-loss',
  title: 'Statements of loss',
  why: '"Permanently", "cannot be undone", "completely overwrites": the definition itself says that what existed is lost.',
  speaksFor: ['irreversible', 'Destructive', 'doubt'],
  reads: ['description'],
  keys: {
    permanent: 'cannot be undone',
    overwrites: 'overwrites what existed',
    lost: 'something is lost',
    'from-backup': 'old data comes back over what is there',
    'by-force': 'ends by force',
    revokes: 'revokes access in passing',
    warns: 'warns of danger',
  },
  fires: [
    { tool: { name: 'x', description: 'Deletes a survey. This cannot be undone.' }, keys: ['permanent'] },
    { tool: { name: 'x', description: 'Writes a file. Completely overwrites it.' }, keys: ['overwrites'] },
    { tool: { name: 'x', description: 'Forcefully cancels a survey.' }, keys: ['by-force'] },
    { tool: { name: 'x', description: 'Logs out and revokes the session token.' }, keys: ['revokes'] },
  ],
  silent: [
    { tool: { name: 'x', description: 'Never overwrites the file.' } },
    { tool: { name: 'x', description: 'Updates a survey.' } },
  ],
  detect: ({ description }) =>
    phraseFacts([description], 'loss', {
      permanent: 'irreversible',
      overwrites: 'Destructive',
      lost: 'Destructive',
      'from-backup': 'Destructive',
      'by-force': 'Destructive',
      revokes: 'Destructive',
      warns: 'doubt',
    }),
};
