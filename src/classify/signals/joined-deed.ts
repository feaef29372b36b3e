import { deedFacts } from '../facts.ts';
import { SENSES } from '../senses.ts';
import type { Signal } from './signal.ts';

/** What else the same sentence says is done. */
export const joinedDeed: Signal = {
  id: 'joined-deed',
  title: 'What else the same sentence says is done',
  why: '"Create or update", "fetches the pages and saves them": the more severe of two joined verbs counts.',
  speaksFor: ['Read', 'Write', 'Execute', 'Destructive', 'Financial', 'doubt'],
  reads: ['description'],
  keys: SENSES,
  fires: [
    { tool: { name: 'x', description: 'Create, update or delete a survey.' }, keys: ['changes', 'deletes'] },
    { tool: { name: 'x', description: 'Fetches the pages and saves them.' }, keys: ['changes'] },
  ],
  silent: [{ tool: { name: 'x', description: 'Deletes a survey.' } }],
  detect: (subject) => deedFacts(subject, 'joined'),
};
