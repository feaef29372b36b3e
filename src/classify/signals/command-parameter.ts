import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a command. */
export const commandParameter: Signal = {
  id: 'command-parameter',
  title: 'Takes a command',
  why: 'A command line is whatever the caller makes of it; free extra arguments open a confined program as well.',
  speaksFor: ['code-execution'],
  reads: ['inputSchema'],
  keys: {
    command: 'a command line or free arguments',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { command: { type: 'string' } } } },
      keys: ['command'],
    },
  ],
  silent: [
    {
      tool: {
        name: 'x',
        inputSchema: { type: 'object', properties: { command: { type: 'string', enum: ['status', 'version'] } } },
      },
    },
  ],
  detect: ({ properties }) =>
    parameterFactsOf(
      properties,
      { command: 'code-execution' },
      (property) => property.choices.length === 0 && !property.types.has('boolean'),
    ),
};
