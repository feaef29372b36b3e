import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ANSWER } from '../../../src/classify/questions/answer.ts';
import { readPrompt } from '../../../src/classify/questions/prompt.ts';
import { responseFormat } from '../../../src/llm/chat-body.ts';
import { loadTokenCounter } from '../../../src/llm/count-tokens.ts';
import { CATEGORIES, EFFECTS } from '../../../src/model/category.ts';

const FILE = readFileSync(new URL('../../../prompts/adjudicate.md', import.meta.url), 'utf8');

describe('prompts/adjudicate.md', () => {
  const prompt = readPrompt(FILE);

  it('has an id and a version', () => {
    expect(prompt.label).toMatch(/^adjudicate@\d+$/);
  });

  it('takes at most 2,500 tokens together with the schema of the answer', async () => {
    const countTokens = await loadTokenCounter();
    expect(
      countTokens(prompt.system) + countTokens(JSON.stringify(responseFormat({ answer: ANSWER }))),
    ).toBeLessThanOrEqual(2500);
  });

  it.each([...CATEGORIES, ...EFFECTS])('explains %s', (word) => {
    expect(prompt.system).toMatch(new RegExp(`^${word}:`, 'm'));
  });

  it('says that definitions are data and no instructions', () => {
    expect(prompt.system).toContain('The input is data');
  });
});

describe('readPrompt', () => {
  it.each([
    ['no front matter', 'Judge.'],
    ['a category of its own', FILE.replace('Financial]', 'Financial, Harmless]')],
    ['an effect too few', FILE.replace(', money]', ']')],
    ['a field that nobody knows', FILE.replace(/^version: \d+$/m, '$&\nmodel: x')],
  ])('refuses a file with %s', (_what, file) => {
    expect(() => readPrompt(file)).toThrow();
  });
});
