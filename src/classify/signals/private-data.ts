import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Data of the user or the organisation. */
export const privateData: Signal = {
  id: 'private-data',
  title: 'Data of the user or the organisation',
  why: 'What a tool returns may belong to the user: mail, files, rows, tickets.',
  speaksFor: ['private-data'],
  reads: ['description'],
  keys: {
    own: 'the data of somebody',
  },
  fires: [{ tool: { name: 'x', description: 'Lists your notes.' }, keys: ['own'] }],
  silent: [{ tool: { name: 'x', description: 'Adds two numbers.' } }],
  detect: ({ description }) => phraseFacts([description], 'private', { own: 'private-data' }),
};
