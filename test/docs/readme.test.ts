import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { withGeneratedParts } from './readme-parts.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('says what the code says (else run `npm run docs`)', async () => {
    expect(await withGeneratedParts(readme)).toBe(readme);
  });

  it.each(COMMANDS)('documents $name', ({ name, summary }) => {
    expect(readme).toContain(`<code>toolrisk ${name}</code>: ${summary}`);
  });
});
