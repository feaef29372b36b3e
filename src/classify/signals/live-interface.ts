import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** A live interface or device. */
export const liveInterface: Signal = {
  id: 'live-interface',
  title: 'A live interface or device',
  why: 'Clicking, typing and pressing in a live browser, desktop, phone or game acts outside the call.',
  speaksFor: ['Execute'],
  reads: ['description'],
  keys: {
    browser: 'a browser, screen or game',
    device: 'a device',
  },
  fires: [{ tool: { name: 'x', description: 'Clicks a button of the page.' }, keys: ['browser'] }],
  silent: [{ tool: { name: 'x', description: 'Lists surveys.' } }],
  detect: ({ description }) => phraseFacts([description], 'live', { browser: 'Execute', device: 'Execute' }),
};
