import { deedFacts } from '../facts.ts';
import { SENSES } from '../senses.ts';
import type { Signal } from './signal.ts';

/** What later sentences say is done. */
export const laterDeed: Signal = {
  id: 'later-deed',
  title: 'What later sentences say is done',
  why: 'A second sentence that begins with a verb often names a further effect.',
  speaksFor: ['Read', 'Write', 'Execute', 'Destructive', 'Financial', 'doubt'],
  reads: ['description'],
  keys: SENSES,
  fires: [{ tool: { name: 'x', description: 'Gets a survey. Deletes the old answers first.' }, keys: ['deletes'] }],
  silent: [{ tool: { name: 'x', description: 'Deletes a survey. Nothing more is said.' } }],
  detect: (subject) => deedFacts(subject, 'later'),
};
