import type { Text } from '../text.ts';
import type { Fact, Signal } from './signal.ts';

/** Characters that hide or disguise text. */
export const hiddenText: Signal = {
  id: 'hidden-text',
  title: 'Hidden or disguised text',
  why: 'Invisible characters, turned directions and look-alike letters show a person another text than a model reads.',
  speaksFor: ['doubt'],
  reads: ['name', 'title', 'description', 'inputSchema', 'instructions'],
  keys: {
    'zero-width': 'invisible characters',
    bidirectional: 'characters that turn the direction',
    'tag-characters': 'text spelled in invisible tag characters',
    'look-alike': 'letters of another script inside a Latin word',
  },
  fires: [
    { tool: { name: 'x', description: 'Reads a sur\u200bvey.' }, keys: ['zero-width'] },
    { tool: { name: 'd\u0435lete_survey' }, keys: ['look-alike'] },
    { tool: { name: 'x', description: 'Reads \u202esyevrus\u202c.' }, keys: ['bidirectional'] },
    { tool: { name: 'x', description: 'Reads.\u{e0069}\u{e0067}' }, keys: ['tag-characters'] },
  ],
  silent: [
    { tool: { name: 'x', description: 'Удаляет опрос. 删除问卷。 👩\u200d💻 naïve café' } },
    { tool: { name: 'x', description: 'מוחק סקר\u200f' } },
  ],
  detect: ({ name, title, description, instructions, properties }) => {
    const facts = new Map<string, Fact>();
    const look = ({ normalised, pointer }: Pick<Text, 'normalised' | 'pointer'>) => {
      for (const { kind, start, end } of normalised.disguises) {
        if (facts.has(kind)) continue;
        const quote = normalised.original.slice(Math.max(0, start - 12), end + 12);
        facts.set(kind, {
          key: kind,
          speaksFor: 'doubt',
          pointer,
          quote: quote.isWellFormed() ? quote : normalised.original.slice(start, end),
        });
      }
    };
    look({ normalised: name.normalised, pointer: '/name' });
    for (const text of [title, description, instructions, ...properties.map((property) => property.description)])
      if (text !== undefined) look(text);
    return [...facts.values()];
  },
};
