import type { Fact, Signal } from './signal.ts';

/** Claims of the server about its tool. */
export const claimedHints: Signal = {
  id: 'claimed-hints',
  title: 'Claims of the server',
  why: 'Annotations are claims, not truth: they tip a doubt between reading and writing, and are shown where the definition contradicts them.',
  speaksFor: ['Read', 'Write', 'Destructive', 'doubt'],
  reads: ['annotations'],
  keys: {
    'read-only': 'readOnlyHint is true',
    'not-read-only': 'readOnlyHint is false',
    destructive: 'destructiveHint is true',
    'not-destructive': 'destructiveHint is false',
    'open-world': 'openWorldHint is true',
    idempotent: 'idempotentHint is true',
  },
  fires: [{ tool: { name: 'x', annotations: { readOnlyHint: true } }, keys: ['read-only'] }],
  silent: [{ tool: { name: 'x' } }, { tool: { name: 'x', annotations: { title: 'X' } } }],
  detect: ({ annotations }) => {
    const facts: Fact[] = [];
    const claim = (key: string, hint: string, speaksFor: Fact['speaksFor']) => {
      facts.push({ key, speaksFor, pointer: `/annotations/${hint}`, quote: hint });
    };
    if (annotations.readOnlyHint === true) claim('read-only', 'readOnlyHint', 'Read');
    if (annotations.readOnlyHint === false) claim('not-read-only', 'readOnlyHint', 'Write');
    if (annotations.destructiveHint === true) claim('destructive', 'destructiveHint', 'Destructive');
    if (annotations.destructiveHint === false) claim('not-destructive', 'destructiveHint', 'Write');
    if (annotations.openWorldHint === true) claim('open-world', 'openWorldHint', 'doubt');
    if (annotations.idempotentHint === true) claim('idempotent', 'idempotentHint', 'doubt');
    return facts;
  },
};
