import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Statements that something is started. */
export const statedStart: Signal = {
  id: 'stated-start',
  title: 'Statements that something is started',
  why: 'Starting a build, a workflow, a deployment or an installation has effects beyond a record.',
  speaksFor: ['Execute'],
  reads: ['description'],
  keys: {
    starts: 'starts a run',
  },
  fires: [{ tool: { name: 'x', description: 'Triggers a new build of the branch.' }, keys: ['starts'] }],
  silent: [{ tool: { name: 'x', description: 'Shows the last build.' } }],
  detect: ({ description }) => phraseFacts([description], 'run-stated', { starts: 'Execute' }),
};
