import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../src/classify/questions/read-answer.ts';

const element = (i: number, name: string, category = 'Read') => ({
  i,
  name,
  category,
  effects: ['private-data'],
  confidence: 0.8,
  quotes: [{ pointer: '/name', quote: name }],
  rationale: 'It lists.',
});
const names = ['list_ships', 'sink_ship'];

describe('readAnswer', () => {
  it('matches elements to tools by number and name', () => {
    const { answers, oddities } = readAnswer(
      { tools: [element(1, 'sink_ship', 'Destructive'), element(0, 'list_ships')] },
      names,
    );
    expect(answers.map((answer) => answer?.category)).toEqual(['Read', 'Destructive']);
    expect(oddities).toEqual({});
  });

  it('believes a name that stands once rather than a wrong number', () => {
    const { answers } = readAnswer({ tools: [element(0, 'sink_ship', 'Destructive')] }, names);
    expect(answers.map((answer) => answer?.category)).toEqual([undefined, 'Destructive']);
  });

  it.each<[string, unknown, Record<string, number>]>([
    ['a tool that is missing', { tools: [element(0, 'list_ships')] }, { missing: 1 }],
    [
      'a tool that nobody asked about',
      { tools: [element(0, 'list_ships'), element(1, 'sink_ship'), element(2, 'raise_flag')] },
      { extra: 1 },
    ],
    [
      'a category of its own',
      { tools: [element(0, 'list_ships', 'Harmless'), element(1, 'sink_ship')] },
      { malformed: 1, missing: 1 },
    ],
    [
      'two different words on one tool',
      { tools: [element(0, 'list_ships'), element(1, 'sink_ship'), element(1, 'sink_ship', 'Write')] },
      { repeated: 1, missing: 1 },
    ],
    ['no list', { answer: 'fine' }, { 'no-list': 1, missing: 2 }],
    ['no object', 'fine', { 'no-list': 1, missing: 2 }],
  ])('counts %s', (_what, json, oddities) => {
    expect(readAnswer(json, names).oddities).toEqual(oddities);
  });

  it.each<[string, unknown]>([
    ['a bare list', [element(0, 'list_ships')]],
    ['a list under another key', { results: [element(0, 'list_ships')] }],
    ['one bare element', element(0, 'list_ships')],
    ['a number as text and a percentage', { tools: [{ ...element(0, 'list_ships'), i: '0', confidence: '80' }] }],
    [
      'an effect of its own among ours',
      { tools: [{ ...element(0, 'list_ships'), effects: ['private-data', 'sunshine'] }] },
    ],
  ])('takes %s', (_what, json) => {
    const [answer] = readAnswer(json, names).answers;
    expect(answer).toMatchObject({ category: 'Read', confidence: 0.8, effects: ['private-data'] });
  });

  it('tells two tools of one name apart by their numbers', () => {
    const { answers } = readAnswer({ tools: [element(0, 'x'), element(1, 'x', 'Write')] }, ['x', 'x']);
    expect(answers.map((answer) => answer?.category)).toEqual(['Read', 'Write']);
  });

  it('never throws, and never gives more answers than there are tools', () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => readAnswer(json, names).answers.length === 2));
  });
});
