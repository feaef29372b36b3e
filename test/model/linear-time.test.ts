import { describe, expect, it } from 'vitest';
import { safeFileName } from '../../src/model/escape/file-name.ts';
import { escapeMarkdown } from '../../src/model/escape/markdown.ts';
import { createRedactor } from '../../src/model/redact.ts';

/** As long as the longest description that a server may send (a part of it is enough to tell a line from a square). */
const LENGTH = 300_000;
/** One pass takes milliseconds; going back at each character takes a minute. */
const LIMIT_MS = 2000;

const WORK: readonly [name: string, work: (text: string) => string][] = [
  ['redacting', createRedactor(['a-secret-of-the-operator'])],
  ['escaping for Markdown', escapeMarkdown],
  ['making a file name', safeFileName],
];

describe('text of strangers', () => {
  const cases = WORK.flatMap(([name, work]) =>
    ['a-', 'a.', ' ', '-', '.', 'a:', '://', '@', '\\'].map((part) => ({ name, work, part })),
  );
  it.each(cases)('costs one pass: $name of many "$part"', ({ work, part }) => {
    const text = `x${part.repeat(LENGTH / part.length)}x`;
    const began = performance.now();
    work(text);
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
  });

  it.each([
    ['postgres://anna:pw@db/books', 'postgres://[redacted]@db/books'],
    [
      'see HTTPS://key@example.org, and git+ssh://git@example.org',
      'see HTTPS://[redacted]@example.org, and git+ssh://[redacted]@example.org',
    ],
    ['https://example.org/@anna', 'https://example.org/@anna'],
    ['mail anna@example.org', 'mail anna@example.org'],
  ])('loses the user info of its URLs: %s', (text, clean) => {
    expect(createRedactor([])(text)).toBe(clean);
  });
});
