import { parameterFactsOf } from '../facts.ts';
import type { Property } from '../schema.ts';
import type { Signal } from './signal.ts';

/** Takes a credential. */
export const credentialParameter: Signal = {
  id: 'credential-parameter',
  title: 'Takes a credential',
  why: 'Passwords and keys among the arguments end up in the transcript of the client.',
  speaksFor: ['secrets'],
  reads: ['inputSchema'],
  keys: {
    credential: 'a password, token or key',
    'private-key': 'a private key or a seed phrase',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { api_key: { type: 'string' } } } },
      keys: ['credential'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { pageToken: { type: 'string' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(properties, { credential: 'secrets', 'private-key': 'secrets' }, (property) => isSecret(property)),
};

const NO_SECRETS = new Set([
  'page',
  'next',
  'max',
  'continuation',
  'sync',
  'start',
  'nft',
  'cursor',
  'pagination',
  'csrf',
  'from',
  'to',
  'base',
  'quote',
  'sell',
  'buy',
  'input',
  'output',
  'delta',
  'resume',
  'change',
  'client',
  'idempotency',
  'skip',
  'payment',
  'sol',
  'continue',
  'in',
  'out',
  'num',
  'min',
  'total',
]);

/** Whether a parameter is a credential, not a page token, a number of tokens or a coin. */
function isSecret(property: Property): boolean {
  return (
    !property.types.has('boolean') &&
    !property.types.has('integer') &&
    !property.types.has('number') &&
    !property.words.some((word) => NO_SECRETS.has(word))
  );
}
