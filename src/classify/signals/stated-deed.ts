import { deedFacts } from '../facts.ts';
import { SENSES } from '../senses.ts';
import type { Signal } from './signal.ts';

/** What the description says is done. */
export const statedDeed: Signal = {
  id: 'stated-deed',
  title: 'What the description says is done',
  why: 'The first telling sentence of a description says what the tool does, and beats the name where they differ.',
  speaksFor: ['Read', 'Write', 'Execute', 'Destructive', 'Financial', 'doubt'],
  reads: ['description'],
  keys: SENSES,
  fires: [
    { tool: { name: 'x', description: 'Deletes a survey and all of its answers.' }, keys: ['deletes'] },
    { tool: { name: 'x', description: 'Use this tool to send a letter to a reader.' }, keys: ['sends'] },
    { tool: { name: 'x', description: 'This tool will permanently remove a shelf.' }, keys: ['deletes'] },
  ],
  silent: [{ tool: { name: 'delete_survey' } }, { tool: { name: 'x', description: 'Weather for a city.' } }],
  detect: (subject) => deedFacts(subject, 'lead'),
};
