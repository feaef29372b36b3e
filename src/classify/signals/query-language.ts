import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** The language of a query. */
export const queryLanguage: Signal = {
  id: 'query-language',
  title: 'The language of a query',
  why: 'Some query languages can only read; SQL, GraphQL and pipelines can write unless the definition confines them.',
  speaksFor: ['Execute', 'Read'],
  reads: ['title', 'description', 'inputSchema'],
  keys: {
    sql: 'SQL',
    graph: 'GraphQL, Cypher or a pipeline',
    'read-language': 'a language that only reads',
    writes: 'names writing statements',
  },
  fires: [
    { tool: { name: 'x', description: 'Evaluates a PromQL expression.' }, keys: ['read-language'] },
    { tool: { name: 'x', description: 'Runs any SQL.' }, keys: ['sql', 'writes'] },
  ],
  silent: [{ tool: { name: 'x', description: 'Searches surveys.' } }],
  detect: ({ description, title, properties }) =>
    phraseFacts([title, description, ...properties.map((property) => property.description)], 'query-language', {
      sql: 'Execute',
      graph: 'Execute',
      'read-language': 'Read',
      writes: 'Execute',
    }),
};
