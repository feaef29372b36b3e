import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { isAllowedHost, isAllowedUrl } from '../../../src/policy/arguments/host.ts';

const ALLOWED = [
  'library.example',
  '*.books.example',
  'desk.example:8443',
  '192.0.2.7',
  'bücher.example',
  '[2001:db8::7]',
];

describe('a list of allowed hosts', () => {
  it.each<[Json, boolean]>([
    ['https://library.example/shelf?q=a@b', true],
    ['HTTP://LIBRARY.example.', true],
    ['https://library.example:443/', true],
    ['wss://library.example/feed', true],
    ['library.example', true],
    ['https://old.books.example/', true],
    ['https://books.example/', false],
    ['https://evilbooks.example/', false],
    ['https://desk.example:8443/', true],
    ['desk.example:8443', true],
    ['https://desk.example/', false],
    ['https://library.example:8443/', false],
    ['http://192.0.2.7/', true],
    ['http://3221225991/', false],
    ['http://0300.0.2.7/', false],
    ['http://0xc0000207/', false],
    ['http://[2001:db8::7]/', true],
    ['http://[2001:0db8:0:0:0:0:0:7]/', true],
    ['http://[::ffff:192.0.2.7]/', false],
    ['https://xn--bcher-kva.example/', true],
    ['https://bücher.example/', false],
    ['https://library.example@evil.example/', false],
    ['https://user:word@library.example/', false],
    ['https://evil.example\\@library.example/', false],
    ['https://library.example\\@evil.example/', false],
    ['https:\\\\library.example', false],
    ['https:library.example', false],
    ['https:///library.example', false],
    ['//library.example/', false],
    ['https://library%2eexample/', false],
    ['https://library.example%00.evil.example/', false],
    ['https://library。example/', false],
    ['https://library.exam\tple/', false],
    [' https://library.example/', false],
    ['https://library.example#@evil.example/', false],
    ['https://library.example?@evil.example/', false],
    ['https://library.example.evil.example/', false],
    ['https://library.example../', false],
    ['ftp://library.example/', false],
    ['file://library.example/etc', false],
    ['javascript://library.example/%0aalert(1)', false],
    ['', false],
    [null, false],
    [7, false],
    [['https://library.example/'], false],
  ])('lets %j through: %s', (value, isKept) => {
    expect(isAllowedUrl(value, ALLOWED)).toBe(isKept);
  });

  it.each(['a b', 'https://library.example', 'library.example/x', '*', '*.192.0.2.7', 'u@library.example', '::1', ''])(
    'does not take %j for a host',
    (entry) => {
      expect(isAllowedHost(entry)).toBe(false);
    },
  );

  it('lets through only what two other readers of URLs send to the same host', () => {
    const part = fc.constantFrom(
      'https:',
      'http:',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '443',
      '8443',
      '.',
      '..',
      '?',
      '#',
      '%2e',
      '%40',
      '\t',
      '[',
      ']',
      'library.example',
      'evil.example',
      'LIBRARY',
      'example',
      '192.0.2.7',
      '0xc0000207',
      'xn--',
      'ß',
      '。',
      'a b',
    );
    const url = fc.oneof(
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.array(part, { maxLength: 6 }).map((parts) => `https://library.example${parts.join('')}`),
      fc.array(part, { maxLength: 6 }).map((parts) => `https://${parts.join('')}library.example/`),
    );
    fc.assert(
      fc.property(url, (value) => {
        if (!isAllowedUrl(value, ['library.example'])) return;
        const full = value.includes('://') ? value : `http://${value}`;
        for (const host of [new URL(full).hostname, splitAsPython(full)])
          expect(host.replace(/\.$/, ''), full).toBe('library.example');
      }),
      { numRuns: 5000 },
    );
  });
});

/** The host as `urllib.parse.urlsplit` finds it: up to `/`, `?` or `#`, behind the last `@`, before the first `:`. */
function splitAsPython(url: string): string {
  const place = /^[^:]+:\/\/([^/?#]*)/.exec(url)?.[1] ?? '';
  return (place.split('@').at(-1) ?? '').split(':')[0]!.toLowerCase();
}
