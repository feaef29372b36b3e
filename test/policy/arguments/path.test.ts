import { posix, win32 } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { isPathBelow, isPathPrefix } from '../../../src/policy/arguments/path.ts';

describe('path prefixes', () => {
  it.each<[Json, string, boolean]>([
    ['/shelf/a.txt', '/shelf', true],
    ['/shelf', '/shelf/', true],
    ['/shelf//a/./b..c', '/shelf', true],
    ['/shelves/a', '/shelf', false],
    ['/', '/shelf', false],
    ['/shelf/../etc/passwd', '/shelf', false],
    ['/shelf/a/../b', '/shelf', false],
    ['/shelf/%2e%2e/etc', '/shelf', false],
    ['/shelf/%252e%252e%252fetc', '/shelf', false],
    ['/shelf/%25252525252e', '/shelf', false],
    ['/shelf/%c0%ae%c0%ae/etc', '/shelf', false],
    ['/shelf/..;/etc', '/shelf', false],
    ['/shelf/{..,a}/etc', '/shelf', false],
    ['/shelf/\uff0e\uff0e/etc', '/shelf', false],
    ['/shelf/... /etc', '/shelf', false],
    ['/shelf\\..\\etc', '/shelf', false],
    ['/shelf\\a', '/shelf', false],
    ['\\shelf\\a', '/shelf', false],
    ['//shelf/a', '/shelf', false],
    ['/shelf/a\u0000.txt', '/shelf', false],
    ['file:///shelf/a', '/shelf', false],
    ['~/shelf', '/shelf', false],
    ['shelf/a', '/shelf', false],
    ['/Shelf/a', '/shelf', false],
    ['/cafe\u0301/a', '/cafe\u0301', true],
    ['docs/a.md', 'docs', true],
    ['docs/a.md', '.', true],
    ['./docs/a.md', './docs/', true],
    ['/docs/a.md', '.', false],
    ['../docs', '.', false],
    ['C:\\shelf\\a', 'c:\\shelf', true],
    ['C:/shelf/a', 'C:\\shelf', true],
    ['C:\\shelf\\..\\a', 'C:\\shelf', false],
    ['C:\\shelf\\. .\\a', 'C:\\shelf', false],
    ['C:shelf', 'C:\\shelf', false],
    ['D:\\shelf\\a', 'C:\\shelf', false],
    ['\\\\?\\C:\\shelf\\a', 'C:\\shelf', false],
    ['\\\\host\\shelf', 'C:\\shelf', false],
    ['', '.', false],
    [null, '.', false],
    [1, '.', false],
  ])('let %j through below %s: %s', (value, prefix, isKept) => {
    expect(isPathBelow(value, [prefix])).toBe(isKept);
  });

  it.each(['../a', 'a/..', '~/a', '//a', 'C:a', 'a\\b'])('do not take %j for a prefix', (prefix) => {
    expect(isPathPrefix(prefix)).toBe(false);
  });

  const part = fc.constantFrom(
    '/',
    '\\',
    '..',
    '.',
    'shelf',
    'a',
    '%2e',
    '%2E%2e',
    '%252e',
    '%2f',
    '%5c',
    '%',
    '...',
    ' ',
    '~',
    'C:',
    '\u0000',
    '\uff0e',
    '\u2024',
    '\uff0f',
    '{',
    '}',
    ',',
    ';',
    'etc',
  );

  it.each([
    ['/shelf', posix],
    ['C:\\shelf', win32],
  ] as const)('let only through what stays below %s in every reading', (prefix, path) => {
    const value = fc.array(part, { maxLength: 10 }).map((parts) => parts.join(''));
    const start = fc.constantFrom('', prefix, `${prefix}/`, `${prefix}\\`);
    fc.assert(
      fc.property(start, value, (head, tail) => {
        const given = head + tail;
        if (!isPathBelow(given, [prefix])) return;
        for (const reading of readingsOf(given)) {
          const way = path.relative(prefix, path.resolve(prefix, reading));
          expect(/^\.\.(?:[/\\]|$)/.test(way) || path.isAbsolute(way), `${given} read as ${reading}`).toBe(false);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

/** What lenient servers make of a path before they open it. */
function readingsOf(value: string): string[] {
  const decoded = [value];
  for (let text = value, round = 0; round < 3; round += 1) {
    text = text.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    decoded.push(text);
  }
  return decoded
    .flatMap((text) => [text, text.normalize('NFKC'), text.split('\u0000')[0] ?? ''])
    .flatMap((text) => [text, text.replaceAll('\\', '/'), text.replaceAll(/[. ]+(?=[/\\]|$)/g, (dots) => dots.trim())]);
}
