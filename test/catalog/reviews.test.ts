import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ReviewDecision, type ReviewUndo, withEventId } from '../../src/model/review-event.ts';
import { definitionHash, toolSetHash } from '../../src/model/tool.ts';
import { DATABASES, type OpenedCatalog } from './databases.ts';
import { LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun, verdictOn } from './library-server.ts';

const [findBook, lendBook, burnBook] = LIBRARY_TOOLS as [
  (typeof LIBRARY_TOOLS)[0],
  (typeof LIBRARY_TOOLS)[0],
  (typeof LIBRARY_TOOLS)[0],
];
const SET = toolSetHash(LIBRARY_TOOLS);

function decided(more: Partial<ReviewDecision> = {}): ReviewDecision {
  return withEventId({
    action: 'decide',
    server: 'npm:library-desk',
    tool: burnBook.name,
    definitionHash: definitionHash(burnBook),
    toolSetHash: SET,
    category: 'Destructive',
    reason: 'a burnt book is gone',
    by: 'Ann',
    at: '2026-11-21T09:00:00.000Z',
    ...more,
  });
}

function undone({ category: _category, ...decision }: ReviewDecision): ReviewUndo {
  return withEventId({ ...decision, action: 'undo', undoes: decision.id, reason: 'the wrong tool' });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const doubted = (name: string) => {
  const listed = listedLibrary(LIBRARY_TOOLS, libraryEntry(name));
  const classifications = LIBRARY_TOOLS.map((tool) =>
    verdictOn(tool, tool === burnBook ? { needsReview: true, reviewReasons: ['low-confidence'] } : {}),
  );
  return { ...listed, classifications };
};

describe.each(DATABASES)('reviews in the catalogue on $title', ({ open }) => {
  let opened: OpenedCatalog;
  beforeEach(async () => {
    opened = await open();
    await opened.catalog.startRun(nightlyRun());
  });
  afterEach(() => opened.close());

  it('keeps the journal in its order, each event once and as it was', async () => {
    const { reviews } = opened.catalog;
    const events = [
      decided(),
      undone(decided()),
      decided({ by: 'Ben', effects: ['irreversible'], reason: "'=x'\n\u{1f4d6}" }),
    ];
    expect(await reviews.append(events)).toBe(3);
    expect(await reviews.append([...events, decided({ by: 'Cem' })])).toBe(1);
    expect(await all(reviews.journal())).toEqual([...events, decided({ by: 'Cem' })]);
  });

  it('adds all events of a list or none', async () => {
    const { reviews } = opened.catalog;
    const broken = { ...decided({ by: 'Ben' }), definitionHash: null as unknown as string };
    await expect(reviews.append([decided(), broken])).rejects.toThrow();
    expect(await all(reviews.journal())).toEqual([]);
  });

  it('finds what concerns a server or its tool set, and what concerns a definition anywhere', async () => {
    const { reviews } = opened.catalog;
    const own = decided({ toolSetHash: 'e'.repeat(64) });
    const mirror = decided({ server: 'npm:mirror' });
    const elsewhere = decided({ server: 'npm:elsewhere', toolSetHash: 'f'.repeat(64) });
    await reviews.append([own, mirror, elsewhere]);
    expect(await reviews.eventsFor('npm:library-desk', SET)).toEqual([own, mirror]);
    expect(await reviews.eventsFor('npm:nobody', 'a'.repeat(64))).toEqual([]);
    expect(await reviews.eventsOn(definitionHash(burnBook))).toEqual([own, mirror, elsewhere]);
  });

  it('tells servers that somebody decided on from those in doubt, and shows of the latter only the doubts', async () => {
    const { reviews, saveResult } = opened.catalog;
    await saveResult(nightlyRun().id, doubted('npm:a'));
    await saveResult(nightlyRun().id, listedLibrary(LIBRARY_TOOLS, libraryEntry('npm:sure')));
    expect((await all(reviews.doubtful())).map(({ server, tools }) => [server, tools.map(({ name }) => name)])).toEqual(
      [['npm:a', ['burn_book']]],
    );
    expect(await all(reviews.reviewed())).toEqual([]);
    await reviews.append([decided({ server: 'npm:a', toolSetHash: 'e'.repeat(64) })]);
    expect(await all(reviews.doubtful())).toEqual([]);
    expect((await all(reviews.reviewed())).map(({ server, tools }) => [server, tools.length])).toEqual([['npm:a', 3]]);
    await reviews.append([decided({ server: 'npm:gone' })]);
    expect((await all(reviews.reviewed())).map(({ server }) => server)).toEqual(['npm:a', 'npm:sure']);
    expect(await reviews.sharedToolSets()).toEqual(new Map([[SET, 2]]));
  });

  it('reads more servers than fit on a page', async () => {
    const names = Array.from({ length: 105 }, (_, at) => `npm:branch-${String(at).padStart(3, '0')}`);
    for (const name of names) await opened.catalog.saveResult(nightlyRun().id, doubted(name));
    expect((await all(opened.catalog.reviews.doubtful())).map(({ server }) => server)).toEqual(names);
  });

  it('finds a tool again that its server no longer has, with what stood beside it', async () => {
    const { reviews, saveResult } = opened.catalog;
    await saveResult(nightlyRun().id, listedLibrary());
    await saveResult(nightlyRun().id, listedLibrary([findBook, lendBook]));
    const known = await reviews.knownTool('npm:library-desk', definitionHash(burnBook));
    expect(known).toEqual({
      tool: burnBook,
      siblings: LIBRARY_TOOLS.map(({ name }) => name),
      instructions: 'Be quiet.',
    });
    expect(await reviews.knownTool('npm:other', definitionHash(burnBook))).toBeUndefined();
    expect(await reviews.definitionOf(definitionHash(burnBook))).toEqual(burnBook);
    expect((await reviews.serverOf('npm:library-desk'))?.tools.map(({ name }) => name)).toEqual([
      'find_book',
      'lend_book',
    ]);
    expect(await reviews.serverOf('npm:nobody')).toBeUndefined();
  });
});
