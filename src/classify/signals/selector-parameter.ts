import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a place on a screen. */
export const selectorParameter: Signal = {
  id: 'selector-parameter',
  title: 'Takes a place on a screen',
  why: 'Selectors and coordinates point into a live interface.',
  speaksFor: ['Execute'],
  reads: ['inputSchema'],
  keys: {
    selector: 'a selector or a coordinate',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { selector: { type: 'string' } } } },
      keys: ['selector'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) => parameterFactsOf(properties, { selector: 'Execute' }),
};
