import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EFFECTS } from '../../src/model/category.ts';
import { ReviewEvent, subjectText } from '../../src/model/review-event.ts';
import { csvHeader, csvOfEvent, parseCsv } from '../../src/review/journal-csv.ts';
import { eventOfRow } from '../../src/review/journal-row.ts';
import { decided, undone } from './ferry.ts';

const NOW = new Date('2026-11-22T00:00:00Z');
const readBack = (text: string) =>
  parseCsv(text).map((row) => ('fields' in row ? eventOfRow(row.fields, undefined, NOW) : row));

const words = fc
  .string({
    unit: fc.constantFrom(
      'a',
      '"',
      "'",
      '=',
      '+',
      '-',
      '@',
      ',',
      '\n',
      ' ',
      ';',
      'é',
      '＝',
      '\u{1f4d6}',
      '\t',
      '\u202e',
    ),
  })
  .map((text) => `${text.replaceAll(/[\t\u202e]/g, '')}x`);
const event = fc
  .record(
    {
      server: fc.string({ minLength: 1 }).map((text) => subjectText(`${text}s`)),
      tool: words.map(subjectText),
      reason: words,
      by: words.map((text) => text.replaceAll('\n', '').slice(0, 50)),
      effects: fc.subarray([...EFFECTS]),
      machineConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
    },
    { requiredKeys: ['server', 'tool', 'reason', 'by'] },
  )
  .map((more) => decided(more));

describe('the journal as CSV', () => {
  it('comes back as the same events, whatever people and servers write', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 5 }), (decisions) => {
        const events = decisions.flatMap((decision): ReviewEvent[] => [decision, undone(decision)]);
        const sound = events.filter((each) => ReviewEvent.safeParse(each).success);
        expect(readBack(csvHeader() + sound.map(csvOfEvent).join(''))).toEqual(sound.map((each) => ({ event: each })));
      }),
    );
  });

  it('starts no cell with what a spreadsheet would run', () => {
    const text = csvOfEvent(decided({ reason: '=HYPERLINK("x")', by: '@Ann' }));
    expect(text).toContain(`"'=HYPERLINK`);
    expect(text).toContain(",'@Ann,");
  });

  it.each([
    [
      'server,colour\nnpm:a,red',
      [{ line: 1, problem: expect.stringContaining('no columns "colour"') }, expect.anything()],
    ],
    ['server,tool\nnpm:a,b,c', [{ line: 2, problem: 'has 3 cells, and the header 2' }]],
    [
      'server,tool\n\nnpm:a,"b\nc"\nnpm:d,e,f',
      [
        { line: 3, fields: { server: 'npm:a', tool: 'b\nc' } },
        { line: 5, problem: expect.any(String) },
      ],
    ],
    [
      'server,tool\nnpm:a,b\nnpm:c,"d',
      [
        { line: 2, fields: expect.anything() },
        { line: 3, problem: expect.stringContaining('is no CSV') },
      ],
    ],
    ['\ufeffserver;tool\r\n', [{ line: 1, problem: expect.stringContaining('no columns') }]],
    ['__proto__,server\nx,y', [{ line: 1, problem: expect.stringContaining('no columns') }, expect.anything()]],
    ['', []],
  ])('of %j gives each row its line', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });
});

describe('a row of a file', () => {
  const { id, ...fields } = decided();
  it.each([
    [{ ...fields, at: '2027-01-01T00:00:00Z' }, ['at: lies in the future']],
    [{ ...fields, id, reason: 'another' }, [expect.stringContaining('does not fit the rest')]],
    [
      { ...fields, reason: ' ', by: 'a\u0000' },
      ['reason: must not be empty', 'by: holds control or invisible characters'],
    ],
    [
      { ...fields, effects: ['flying'], colour: 'red' },
      [expect.stringContaining('effects.0'), expect.stringContaining('colour')],
    ],
    [{ ...fields, action: 'erase' }, [expect.stringContaining('action')]],
    ['text', ['is no object']],
  ])('%j is refused with all that is wrong', (row, problems) => {
    const read = eventOfRow(row, undefined, NOW);
    expect('problems' in read ? read.problems.toSorted() : read).toEqual(expect.arrayContaining(problems));
    expect('problems' in read && read.problems).toHaveLength(problems.length);
  });

  it('without action, time and id is a decision of now', () => {
    const { action: _action, at: _at, ...short } = fields;
    expect(eventOfRow(short, undefined, NOW)).toMatchObject({ event: { action: 'decide', at: NOW.toISOString() } });
  });
});
