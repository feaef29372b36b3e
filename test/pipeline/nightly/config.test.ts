import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NightlyConfig } from '../../../src/pipeline/nightly/config.ts';
import { parseNightlyConfig } from '../../../src/pipeline/nightly/read-config.ts';

const EXAMPLE = readFileSync(new URL('../../../data/nightly.example.yaml', import.meta.url), 'utf8');

/** The message with which a text is refused. */
function refusal(text: string): string {
  try {
    parseNightlyConfig(text, 'nightly.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('the example config', () => {
  it('says of every key what is taken without it', () => {
    const { sources, ...example } = parseNightlyConfig(EXAMPLE, 'nightly.example.yaml');
    const { sources: _one, ...defaults } = NightlyConfig.parse({ sources: [{ kind: 'list', from: 'x' }] });
    expect(example).toEqual(defaults);
    expect(new Set(sources.map(({ kind }) => kind)).size).toBe(6);
  });

  it('names every key, and what stands behind a # is right too', () => {
    const open = EXAMPLE.replaceAll(/^#( ?)(?=[a-zA-Z]+:(?: \S|$))/gm, '').replaceAll(/^( *)# (\w+: )/gm, '$1$2');
    const lines = open.split('\n').map((line) => line.replace(/^# {2}/, '  '));
    const text = lines.filter((line) => !/^(?:backOff|secrets): \{\}/.test(line)).join('\n');
    const withParents = text
      .replace('  unreachable: {', 'backOff:\n  unreachable: {')
      .replace('  npm:@acme', 'secrets:\n  npm:@acme');
    const config = parseNightlyConfig(withParents, 'example');
    expect(Object.keys(config).sort()).toEqual(Object.keys(NightlyConfig.shape).sort());
    expect(config.backOff.unreachable).toEqual({ first: 4 * 3_600_000, most: 7 * 86_400_000 });
    expect(config.secrets['npm:@acme/billing-mcp']?.env).toEqual({ BILLING_TOKEN: 'ACME_BILLING_TOKEN' });
    expect(Object.keys(config.limits).sort()).toEqual(['installs', 'perHost', 'remotes', 'stdio']);
  });
});

describe('a config with mistakes', () => {
  it('is refused with all of them, each by line and path', () => {
    const message = refusal(`sources:
  - kind: mcp-registri
    from: https://registry.example
limits:
  remotes: 0
  perhost: 3
maxAge: soon
secrets:
  npm:x:
    headers: { Authorization: "Bearer abc def" }
`);
    for (const part of [
      /^the config nightly\.yaml has 5 problems:$/m,
      /^ {2}line 2: sources\.0\.kind: .*mcp-registry/m,
      /^ {2}line 5: limits\.remotes: /m,
      /^ {2}line 5: limits: .*perhost/m,
      /^ {2}line 7: maxAge: write a duration such as 30s, 5m, 12h or 7d$/m,
      /^ {2}line 10: secrets\.npm:x\.headers\.Authorization: write the name of an environment variable/m,
    ])
      expect(message).toMatch(part);
    expect(message).not.toContain('abc def');
  });

  it.each([
    ['', /sources/],
    ['sources: []', /name at least one source/],
    ['sources: [', /line 1: /],
    ['- a', /the file: /],
    ['sources: [{ kind: list, from: a }]\nsources: []', /line 2: .*unique/],
  ])('says what is wrong with %j', (text, sentence) => {
    expect(refusal(text)).toMatch(sentence);
  });
});
