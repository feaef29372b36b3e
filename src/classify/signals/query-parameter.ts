import { parameterFactsOf } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Takes a query. */
export const queryParameter: Signal = {
  id: 'query-parameter',
  title: 'Takes a query',
  why: 'SQL and its kin do what their text says; whether they can write is for the language and the description to say.',
  speaksFor: ['Execute', 'Read'],
  reads: ['inputSchema'],
  keys: {
    sql: 'SQL',
    query: 'a query',
    'read-query': 'a query in a language that only reads',
    'free-query': 'GraphQL, Cypher or a pipeline',
  },
  fires: [
    { tool: { name: 'x', inputSchema: { type: 'object', properties: { sql: { type: 'string' } } } }, keys: ['sql'] },
  ],
  silent: [{ tool: { name: 'x', inputSchema: { type: 'object', properties: { limit: { type: 'number' } } } } }],
  detect: ({ properties }) =>
    parameterFactsOf(properties, { sql: 'Execute', query: 'Read', 'read-query': 'Read', 'free-query': 'Execute' }),
};
