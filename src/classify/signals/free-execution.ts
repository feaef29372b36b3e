import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Runs what the caller supplies. */
export const freeExecution: Signal = {
  id: 'free-execution',
  title: 'Runs what the caller supplies',
  why: 'Code, shell commands or free requests: the caller, not the definition, decides what happens.',
  speaksFor: ['code-execution', 'Execute'],
  reads: ['title', 'description'],
  keys: {
    arbitrary: 'code or commands of the caller',
    request: 'free requests',
  },
  fires: [
    { tool: { name: 'x', description: 'Executes Python code in a sandbox.' }, keys: ['arbitrary'] },
    { tool: { name: 'x', description: 'Sends HTTP requests to the service.' }, keys: ['request'] },
  ],
  silent: [{ tool: { name: 'x', description: 'Formats a table.' } }],
  detect: ({ description, title }) =>
    phraseFacts([title, description], 'free-run', { arbitrary: 'code-execution', request: 'Execute' }),
};
