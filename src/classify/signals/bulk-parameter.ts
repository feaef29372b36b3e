import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes many things. */
export const bulkParameter: Signal = {
  id: 'bulk-parameter',
  title: 'Takes many things',
  why: 'Lists of ids, filters and wildcards reach many things in one call.',
  speaksFor: ['bulk'],
  reads: ['inputSchema'],
  keys: {
    'bulk-ids': 'a list of things',
    'bulk-filter': 'a filter or pattern',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { ids: { type: 'array' } } } },
      keys: ['bulk-ids'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { id: { type: 'string' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(
      properties,
      { 'bulk-ids': 'bulk', 'bulk-filter': 'bulk' },
      (property, key) => key !== 'bulk-ids' || property.types.has('array'),
    ),
};
