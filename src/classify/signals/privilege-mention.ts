import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Rights in the description. */
export const privilegeMention: Signal = {
  id: 'privilege-mention',
  title: 'Rights in the description',
  why: 'Roles, members, policies and keys decide who may do what.',
  speaksFor: ['privilege'],
  reads: ['description'],
  keys: {
    privilege: 'rights are named',
  },
  fires: [{ tool: { name: 'x', description: 'Sets the role of a member.' }, keys: ['privilege'] }],
  silent: [{ tool: { name: 'x', description: 'Reads a survey.' } }],
  detect: ({ description }) => phraseFacts([description], 'privilege', { privilege: 'privilege' }),
};
