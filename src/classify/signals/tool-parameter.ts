import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes the name of an operation. */
export const toolParameter: Signal = {
  id: 'tool-parameter',
  title: 'Takes the name of an operation',
  why: 'A wrapper that takes the name of a tool or an operation can do whatever they can.',
  speaksFor: ['Execute'],
  reads: ['inputSchema'],
  keys: {
    'tool-choice': 'the name of a tool or an operation',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { tool_name: { type: 'string' } } } },
      keys: ['tool-choice'],
    },
  ],
  silent: [
    {
      tool: {
        name: 'x',
        inputSchema: { type: 'object', properties: { tool_name: { type: 'string', enum: ['a', 'b'] } } },
      },
    },
  ],
  detect: ({ properties }) =>
    parameterFactsOf(properties, { 'tool-choice': 'Execute' }, (property) => property.choices.length === 0),
};
