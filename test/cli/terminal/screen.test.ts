import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../src/cli/environment.ts';
import { cell, cutTo, oneLine, paragraph, screenOf } from '../../../src/cli/terminal/screen.ts';

describe('screenOf', () => {
  it.each([
    ['a terminal', { isTTY: true, columns: 120 }, {}, { hasColor: true, width: 120 }],
    ['a pipe', {}, {}, { hasColor: false, width: Number.POSITIVE_INFINITY }],
    ['NO_COLOR', { isTTY: true, columns: 90 }, { NO_COLOR: '1' }, { hasColor: false, width: 90 }],
    ['a dumb terminal', { isTTY: true, columns: 90 }, { TERM: 'dumb' }, { hasColor: false, width: 90 }],
    ['FORCE_COLOR in a pipe', {}, { FORCE_COLOR: '1' }, { hasColor: true, width: Number.POSITIVE_INFINITY }],
    ['NO_COLOR over FORCE_COLOR', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, { hasColor: false }],
    ['COLUMNS', { isTTY: true, columns: 120 }, { COLUMNS: '70' }, { width: 70 }],
    ['a very narrow terminal', { isTTY: true, columns: 12 }, {}, { width: 40 }],
  ])('knows %s', (_what, stream, variables, expected) => {
    const { paint, width } = screenOf(stream, readEnvironment(variables));
    expect({ hasColor: paint.hasColor, width }).toMatchObject(expected);
  });
});

describe('text on a screen', () => {
  it('keeps untrusted text on one line', () => {
    expect(oneLine(' berth\r\n\tseven\u001b[2J ')).toBe('berth seven\\u{1b}[2J');
  });

  it('never passes the columns, wide characters included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 60 }), (text, columns) => {
        const line = oneLine(text);
        expect(stringWidth(cutTo(line, columns))).toBeLessThanOrEqual(columns);
        expect(stringWidth(cell(line, columns))).toBe(columns);
      }),
    );
  });

  it('marks what was cut', () => {
    expect(cutTo('harbour master', 8)).toBe('harbour…');
    expect(cutTo('港務局の長', 6)).toBe('港務…');
    expect(cell('quay', 6)).toBe('quay  ');
  });

  it('wraps prose within the screen, indented', () => {
    const text = paragraph('The harbour fee is charged as soon as the berth is confirmed. '.repeat(4), {
      ...screenOf({}, readEnvironment({})),
      width: 44,
    });
    for (const line of text.trimEnd().split('\n')) {
      expect(line.length).toBeLessThanOrEqual(44);
      expect(line.startsWith('  ')).toBe(true);
    }
  });
});
