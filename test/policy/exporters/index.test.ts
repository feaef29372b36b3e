import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPORTERS } from '../../../src/policy/exporters/index.ts';
import { libraryPolicy } from '../library-policy.ts';

const FOLDER = new URL('../../../src/policy/exporters/', import.meta.url);

describe('the list of policy formats', () => {
  it('holds every file of the folder, in alphabetical order', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'index.ts');
    expect(EXPORTERS.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
  });

  it.each(EXPORTERS)('$id writes the same text on every run and says what it cannot', (exporter) => {
    expect(exporter.exportPolicy(libraryPolicy())).toBe(exporter.exportPolicy(libraryPolicy()));
    expect(exporter.exportPolicy(libraryPolicy())).toMatch(/[^\n]\n$/);
    expect(exporter.cannotSay.every((sentence) => /^[A-Z].*\.$/.test(sentence))).toBe(true);
  });
});
