import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Starts something that runs on. */
export const asynchronousStart: Signal = {
  id: 'asynchronous-start',
  title: 'Starts something that runs on',
  why: 'A call that returns a job id started work that goes on after it.',
  speaksFor: ['Execute'],
  reads: ['description'],
  keys: {
    'job-id': 'returns the id of a job',
    asynchronous: 'runs in the background',
  },
  fires: [
    { tool: { name: 'x', description: 'Starts a crawl and returns a job id.' }, keys: ['job-id', 'asynchronous'] },
  ],
  silent: [{ tool: { name: 'x', description: 'Fetches one page.' } }],
  detect: ({ description }) => phraseFacts([description], 'async', { 'job-id': 'Execute', asynchronous: 'Execute' }),
};
