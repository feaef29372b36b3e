// biome-ignore-all lint/suspicious/noTemplateCurlyInString: clients write their variables so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { readTemplate, resolveTemplate, type VariableSyntax, writeTemplate } from '../../src/sources/variables.ts';

const PLACES = new Map([['workspaceFolder', '/boat']]);
const ENV = new Map([['TIDE', new Secret('canary')]]);
const open = (name: string) => `\${${name}}`;

describe('variables of a config', () => {
  it.each<[string, VariableSyntax, string]>([
    ['plain', {}, 'plain'],
    ['${BAY}', {}, '${BAY}'],
    ['${env:BAY}', {}, '${BAY}'],
    ['${BAY:-north}', {}, 'north'],
    ['${BAY-north}', {}, 'north'],
    ['${env:BAY:-north}', {}, 'north'],
    ['${BAY:-}', {}, ''],
    ['${TIDE:-low}', {}, '${TIDE}'],
    ['${BAY:-${SEA}}', {}, '${BAY}'],
    ['${input:my-bay}', {}, '${MY_BAY}'],
    ['${config:harbour.bay}', {}, '${CONFIG_HARBOUR_BAY}'],
    ['a${BAY}b${SEA}c', {}, 'a${BAY}b${SEA}c'],
    ['${workspaceFolder}/log', {}, '/boat/log'],
    ['${}', {}, '${}'],
    ['$BAY', {}, '$BAY'],
    ['$BAY/$SEA', { bare: true }, '${BAY}/${SEA}'],
    ['$5 and $', { bare: true }, '$5 and $'],
    ['{env:BAY}', {}, '{env:BAY}'],
    ['{env:BAY}', { braces: true }, '${BAY}'],
    ['{file:~/.key}', { braces: true }, '${KEY}'],
    ['${', {}, '${'],
    ['${__proto__}', {}, '${__proto__}'],
  ])('%s (%j) may be stored as %s', (text, syntax, stored) => {
    expect(writeTemplate(readTemplate(text, syntax, PLACES), ENV, open)).toBe(stored);
  });

  it.each([
    ['${TIDE}', 'canary'],
    ['Bearer ${env:TIDE}', 'Bearer canary'],
    ['${BAY:-north}-${TIDE}', 'north-canary'],
    ['${BAY}', undefined],
    ['${TIDE}${BAY}', undefined],
    ['plain', 'plain'],
  ])('%s becomes %s where TIDE is allowed', (text, value) => {
    expect(resolveTemplate(readTemplate(text, {}, PLACES), ENV)).toBe(value);
  });

  it('never bring an allowed value into what may be stored, and leave every other character as it was', () => {
    const part = fc.oneof(
      fc.constantFrom('${TIDE}', '$TIDE', '{env:TIDE}', '${', '}', '$', '{', ':-', 'env:'),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(part).map((parts) => parts.join('')),
        fc.boolean(),
        fc.boolean(),
        (text, bare, braces) => {
          const template = readTemplate(text, { bare, braces }, new Map());
          const stored = writeTemplate(template, ENV, open);
          expect(stored.includes('canary')).toBe(text.includes('canary'));
          const literal = template.filter((each) => typeof each === 'string').join('');
          for (const piece of template) if (typeof piece === 'string') expect(text).toContain(piece);
          expect(literal.length).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });

  it('are found in a long text of braces in no time', () => {
    const started = performance.now();
    for (const text of ['${'.repeat(20_000), '${{'.repeat(20_000), '${{}'.repeat(20_000), '{env:'.repeat(20_000)])
      readTemplate(text, { bare: true, braces: true }, new Map());
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
