import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a prompt. */
export const promptParameter: Signal = {
  id: 'prompt-parameter',
  title: 'Takes a prompt',
  why: 'A prompt and a temperature are for a model that makes something.',
  speaksFor: ['Execute'],
  reads: ['inputSchema'],
  keys: {
    prompt: 'a prompt',
    model: 'a setting of a model',
  },
  fires: [
    {
      tool: {
        name: 'x',
        inputSchema: { type: 'object', properties: { prompt: { type: 'string' }, temperature: { type: 'number' } } },
      },
      keys: ['prompt', 'model'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) => parameterFactsOf(properties, { prompt: 'Execute', model: 'Execute' }),
};
