import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Text that outsiders can write. */
export const untrustedSource: Signal = {
  id: 'untrusted-source',
  title: 'Text that outsiders can write',
  why: 'Web pages, mail, comments and issues may carry instructions to the reader.',
  speaksFor: ['untrusted-content'],
  reads: ['description'],
  keys: {
    web: 'the web',
    people: 'what people write',
  },
  fires: [{ tool: { name: 'x', description: 'Fetches a web page.' }, keys: ['web'] }],
  silent: [{ tool: { name: 'x', description: 'Adds two numbers.' } }],
  detect: ({ description }) =>
    phraseFacts([description], 'untrusted', { web: 'untrusted-content', people: 'untrusted-content' }),
};
