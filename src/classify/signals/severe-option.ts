import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a severe or a soothing option. */
export const severeOption: Signal = {
  id: 'severe-option',
  title: 'Takes a severe or a soothing option',
  why: 'Force, overwrite, permanent and confirm belong to tools that can do harm; dry_run to tools that can be tried.',
  speaksFor: ['Destructive', 'bulk', 'doubt'],
  reads: ['inputSchema'],
  keys: {
    force: 'force',
    confirm: 'a confirmation',
    overwrite: 'overwrites what exists',
    permanent: 'permanently',
    recursive: 'recursively',
    'dry-run': 'a dry run can be asked for',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { force: { type: 'boolean' } } } },
      keys: ['force'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(properties, {
      force: 'Destructive',
      confirm: 'Destructive',
      overwrite: 'Destructive',
      permanent: 'Destructive',
      recursive: 'bulk',
      'dry-run': 'doubt',
    }),
};
