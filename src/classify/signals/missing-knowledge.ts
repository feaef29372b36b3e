import { nameFact, textFact } from '../facts.ts';
import { MAX_PROPERTIES } from '../schema.ts';
import type { Signal } from './signal.ts';

/** Descriptions that say nothing. */
export const missingKnowledge: Signal = {
  id: 'missing-knowledge',
  title: 'Descriptions that say nothing',
  why: 'Where the description is empty, boilerplate or the name again, only the name, the schema and the siblings are left.',
  speaksFor: ['doubt'],
  reads: ['name', 'description', 'inputSchema'],
  keys: {
    empty: 'no description',
    'repeats-name': 'the description is the name again',
    short: 'three words or fewer',
    boilerplate: 'a description that would fit any tool',
    'no-parameters': 'the schema lists no parameters',
    'too-long': 'longer than what is read',
    'no-verb': 'neither name nor description says what is done',
  },
  fires: [
    { tool: { name: 'delete_survey', description: '' }, keys: ['empty', 'no-parameters'] },
    { tool: { name: 'delete_survey', description: 'Delete survey' }, keys: ['repeats-name', 'short', 'no-parameters'] },
    { tool: { name: 'weather', description: 'Weather' }, keys: ['repeats-name', 'short', 'no-verb', 'no-parameters'] },
  ],
  silent: [
    {
      tool: {
        name: 'delete_survey',
        description: 'Deletes one survey of a team by its number.',
        inputSchema: { type: 'object', properties: { number: { type: 'integer' } } },
      },
    },
  ],
  detect: ({ name, description, stated, properties }) => {
    const { words, normalised } = description;
    const keys: string[] = [];
    if (words.length === 0) keys.push('empty');
    else if (words.length <= 3) keys.push('short');
    if (
      words.length > 0 &&
      isSubset(
        words,
        name.tokens.map((token) => token.text),
      )
    )
      keys.push('repeats-name');
    if (properties.length === 0) keys.push('no-parameters');
    if (normalised.cut || properties.length >= MAX_PROPERTIES) keys.push('too-long');
    if (name.deed === undefined && stated.length === 0) keys.push('no-verb');
    const facts = keys.map((key) =>
      words.length === 0 || key === 'no-parameters'
        ? nameFact(name, '/name', key, 'doubt')
        : textFact(description, 0, words.length, key, 'doubt'),
    );
    const dull = description.phrases.find((hit) => hit.group === 'boilerplate' && hit.first <= 2);
    return dull === undefined ? facts : [...facts, textFact(description, dull.first, dull.end, 'boilerplate', 'doubt')];
  },
};

const FILLERS = new Set(['a', 'an', 'the', 'of', 'for', 'by', 'to', 'in', 'tool', 'all']);

/** Whether every word is one of the name's, or a form of one. */
function isSubset(words: readonly string[], names: readonly string[]): boolean {
  return (
    words.length <= names.length + 3 &&
    words.every((word) => FILLERS.has(word) || names.some((name) => word.startsWith(name) || name.startsWith(word)))
  );
}
