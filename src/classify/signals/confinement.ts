import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Statements that confine the tool. */
export const confinement: Signal = {
  id: 'confinement',
  title: 'Statements that confine the tool',
  why: 'A definition that confines itself ("read-only", "does not send", "dry run") is believed, unless something stronger stands against it.',
  speaksFor: ['Read'],
  reads: ['title', 'description'],
  keys: {
    'read-only': 'says that it only reads',
    'select-only': 'queries are confined to selecting',
    'no-change': 'says that it changes nothing',
    'no-send': 'says that it sends nothing',
    'no-run': 'says that it runs nothing',
    'dry-run': 'is a dry run',
    preview: 'previews, simulates or estimates',
  },
  fires: [
    { tool: { name: 'x', description: 'Run a read-only SQL query.' }, keys: ['read-only', 'select-only'] },
    { tool: { name: 'x', description: 'Drafts a letter. Does not send it.' }, keys: ['no-send'] },
    { tool: { name: 'x', description: 'Shows the migration plan without executing it.' }, keys: ['no-run'] },
  ],
  silent: [
    { tool: { name: 'x', description: 'Runs a query. Not read-only.' } },
    { tool: { name: 'x', description: 'Sends a letter.' } },
  ],
  detect: ({ description, title }) =>
    phraseFacts(
      [title, description],
      'confinement',
      {
        'read-only': 'Read',
        'select-only': 'Read',
        'no-change': 'Read',
        'no-send': 'Read',
        'no-run': 'Read',
        'dry-run': 'Read',
        preview: 'Read',
      },
      { before: 'sections', sentences: 5 },
    ),
};
