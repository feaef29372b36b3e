import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a path. */
export const pathParameter: Signal = {
  id: 'path-parameter',
  title: 'Takes a path',
  why: 'A path to save to makes a reading tool a writing one; other paths say that files are involved.',
  speaksFor: ['Write', 'private-data'],
  reads: ['inputSchema'],
  keys: {
    'save-path': 'a place to save to',
    'file-name': 'a file name',
    'file-path': 'a path of a file',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { outputPath: { type: 'string' } } } },
      keys: ['save-path'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(properties, { 'save-path': 'Write', 'file-name': 'Write', 'file-path': 'private-data' }),
};
