import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a right. */
export const roleParameter: Signal = {
  id: 'role-parameter',
  title: 'Takes a right',
  why: 'Roles, permissions and policies among the arguments change who may do what.',
  speaksFor: ['privilege'],
  reads: ['inputSchema'],
  keys: {
    role: 'a role, permission or policy',
  },
  fires: [
    { tool: { name: 'x', inputSchema: { type: 'object', properties: { role: { type: 'string' } } } }, keys: ['role'] },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) => parameterFactsOf(properties, { role: 'privilege' }),
};
