import { parameterFactsOf } from '../facts.ts';
import type { Property } from '../schema.ts';
import type { Signal } from './signal.ts';

/** Takes code. */
export const codeParameter: Signal = {
  id: 'code-parameter',
  title: 'Takes code',
  why: 'A parameter for code or a script is run by somebody.',
  speaksFor: ['code-execution', 'Execute'],
  reads: ['inputSchema'],
  keys: {
    code: 'code or a script',
    definition: 'a definition that may carry code',
  },
  fires: [
    {
      tool: { name: 'x', inputSchema: { type: 'object', properties: { script: { type: 'string' } } } },
      keys: ['code'],
    },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { postalCode: { type: 'string' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(properties, { code: 'code-execution', definition: 'Execute' }, (property) => isFree(property)),
};

const PLAIN_CODES = new Set([
  'country',
  'postal',
  'zip',
  'language',
  'currency',
  'error',
  'status',
  'auth',
  'verification',
  'qr',
  'color',
  'airport',
  'stock',
  'area',
  'promo',
  'invite',
  'city',
  'region',
  'product',
  'source',
  'class',
  'fund',
  'industry',
  'discount',
  'coupon',
  'lang',
  'station',
  'iso',
  'otp',
  'authorization',
  'access',
  'exit',
  'state',
  'locale',
  'bank',
  'mfa',
  'response',
  'http',
  'iata',
  'icao',
  'confirmation',
  'pin',
  'tracking',
  'event',
  'voucher',
  'sms',
]);

/** Whether a parameter takes free text, and is no code of another kind such as a postal code. */
function isFree(property: Property): boolean {
  return (
    property.choices.length === 0 &&
    !property.types.has('boolean') &&
    !property.types.has('integer') &&
    !property.types.has('number') &&
    !property.words.some((word) => PLAIN_CODES.has(word))
  );
}
