import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Secrets in the description. */
export const secretMention: Signal = {
  id: 'secret-mention',
  title: 'Secrets in the description',
  why: 'A tool that returns or makes keys, tokens and passwords hands out access.',
  speaksFor: ['secrets'],
  reads: ['description'],
  keys: {
    secret: 'a secret is named',
  },
  fires: [{ tool: { name: 'x', description: 'Returns the API key of a project.' }, keys: ['secret'] }],
  silent: [{ tool: { name: 'x', description: 'Lists surveys.' } }],
  detect: ({ description }) => phraseFacts([description], 'secret', { secret: 'secrets' }),
};
