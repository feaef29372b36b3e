import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a request. */
export const requestParameter: Signal = {
  id: 'request-parameter',
  title: 'Takes a request',
  why: 'A URL with a method or a body is a request that the caller writes.',
  speaksFor: ['untrusted-content', 'Execute', 'external-communication'],
  reads: ['inputSchema'],
  keys: {
    url: 'a URL',
    method: 'an HTTP method',
    payload: 'a body or headers',
    'callback-url': 'a URL that will be called',
  },
  fires: [
    {
      tool: {
        name: 'x',
        inputSchema: { type: 'object', properties: { url: { type: 'string' }, method: { type: 'string' } } },
      },
      keys: ['url', 'method'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(properties, {
      url: 'untrusted-content',
      method: 'Execute',
      payload: 'external-communication',
      'callback-url': 'external-communication',
    }),
};
