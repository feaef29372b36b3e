import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseOverrides } from '../../../src/pipeline/read-overrides.ts';
import { neutral } from '../../../src/policy/exporters/neutral.ts';
import { libraryPolicy } from '../library-policy.ts';
import { POLICY_SCHEMAS } from './schemas.ts';

const page = readFileSync(new URL('../../../data/policy.md', import.meta.url), 'utf8');

describe('the documents of policies', () => {
  it.each(POLICY_SCHEMAS.map((file) => ({ name: file.url.pathname.split('/').pop(), ...file })))(
    '$name says what the code says (else run `npm run docs`)',
    async ({ url, text }) => {
      expect(readFileSync(url, 'utf8')).toBe(await text());
    },
  );

  it('show overrides that can be read, and name every field of a policy', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(Object.keys(parseOverrides(example, 'example.yaml').servers)).toEqual(['npm:library-desk', 'npm:@town/*']);
    const policy = JSON.parse(neutral.exportPolicy(libraryPolicy()));
    for (const field of [...Object.keys(policy), ...Object.keys(policy.tools.find_book)].filter(
      (name) => name !== 'version',
    ))
      expect(page).toContain(`\`${field}\``);
  });
});
