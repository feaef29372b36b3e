import { readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import { EXPORTERS } from '../../../src/policy/exporters/index.ts';
import { INVISIBLE } from '../engines/format-engine.ts';
import { hostilePolicy } from '../hostile-policies.ts';
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

  it.each(EXPORTERS)('$id shows no raw control, bidirectional or zero-width character', ({ exportPolicy }) => {
    fc.assert(
      fc.property(hostilePolicy, (policy) => {
        expect(exportPolicy(policy)).not.toMatch(INVISIBLE);
      }),
      { numRuns: 40 },
    );
  });

  it.each(EXPORTERS)('$id writes a policy without tools', ({ exportPolicy }) => {
    expect(exportPolicy({ ...libraryPolicy(), tools: byName([]) })).not.toContain('undefined');
  });
});
