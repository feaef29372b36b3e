import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Made by a model. */
export const modelProduct: Signal = {
  id: 'model-product',
  title: 'Made by a model',
  why: 'An image, a video or a text that a model makes as the product is a run of that model.',
  speaksFor: ['Execute'],
  reads: ['title', 'description'],
  keys: {
    ai: 'a model makes something',
    'own-knowledge': 'a model answers from what it learned',
  },
  fires: [
    { tool: { name: 'x', description: 'Generates an image from a prompt.' }, keys: ['ai'] },
    {
      tool: { name: 'x', description: 'Answers a question using only the internal knowledge of the model.' },
      keys: ['own-knowledge'],
    },
  ],
  silent: [{ tool: { name: 'x', description: 'Draws a bar chart.' } }],
  detect: ({ description, title }) =>
    phraseFacts([title, description], 'model', { ai: 'Execute', 'own-knowledge': 'Execute' }),
};
