import { phraseFacts } from '../facts.ts';
import type { Signal } from './signal.ts';

/** Gives back words to act on. */
export const returnedRecipe: Signal = {
  id: 'returned-recipe',
  title: 'Gives back words to act on',
  why: 'A link, a command or a manifest that the caller is handed does nothing until somebody uses it.',
  speaksFor: ['Read'],
  reads: ['title', 'description'],
  keys: {
    recipe: 'a link, a command, instructions',
  },
  fires: [
    { tool: { name: 'x', description: 'Plays a level: returns the URL of the web player.' }, keys: ['recipe'] },
    { tool: { name: 'x', description: 'Downloads an archive. Returns a curl command.' }, keys: ['recipe'] },
  ],
  silent: [{ tool: { name: 'x', description: 'Runs the command and returns its output.' } }],
  detect: ({ description, title }) => phraseFacts([title, description], 'returned', { recipe: 'Read' }),
};
