import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Statements that something is saved. */
export const statedSaving: Signal = {
  id: 'stated-saving',
  title: 'Statements that something is saved',
  why: 'Saving a result to a file is a change, even where the call otherwise only reads.',
  speaksFor: ['Write'],
  reads: ['title', 'description'],
  keys: {
    'to-file': 'saves to a file',
    optional: 'can save',
  },
  fires: [{ tool: { name: 'x', description: 'Downloads a report to disk.' }, keys: ['to-file'] }],
  silent: [{ tool: { name: 'x', description: 'Reads a report from disk.' } }],
  detect: ({ description, title }) =>
    phraseFacts([title, description], 'save', { 'to-file': 'Write', optional: 'Write' }),
};
