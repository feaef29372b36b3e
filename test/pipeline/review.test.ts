import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { withEventId } from '../../src/model/review-event.ts';
import { parseTool, type Tool } from '../../src/model/tool.ts';
import { decideTool, undoDecision } from '../../src/pipeline/review-decide.ts';
import { exportJournal } from '../../src/pipeline/review-export.ts';
import { importJournal } from '../../src/pipeline/review-import.ts';
import { exportLabels } from '../../src/pipeline/review-labels.ts';
import { readQueue } from '../../src/pipeline/review-queue.ts';
import { reviewTool } from '../../src/pipeline/review-tool.ts';
import { readTestSets } from '../../src/pipeline/test-sets.ts';
import { LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun, verdictOn } from '../catalog/library-server.ts';

const said = { by: 'Ann', reason: 'a burnt book is gone', at: '2026-11-21T09:00:00.000Z' };
const NOW = new Date('2026-11-22T00:00:00Z');
const burn = (server: string) => ({ server, tool: 'burn_book' });

let catalog: Catalog;
beforeEach(async () => {
  catalog = await openCatalog(':memory:');
  await catalog.startRun(nightlyRun());
});
afterEach(() => catalog.close());

/** Lists a server whose `burn_book` is in doubt. */
async function list(server: string, tools: readonly Tool[] = LIBRARY_TOOLS): Promise<void> {
  const classifications = tools.map((tool) =>
    verdictOn(
      tool,
      tool.name === 'burn_book' ? { needsReview: true, reviewReasons: ['low-confidence'], confidence: 0.5 } : {},
    ),
  );
  const listed = listedLibrary(tools, libraryEntry(server));
  await catalog.saveResult(nightlyRun().id, { ...listed, classifications });
}

async function text(chunks: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const chunk of chunks) whole += chunk;
  return whole;
}

const waiting = async () =>
  (await readQueue(catalog.reviews, 10)).items.map(({ server, servers, kind }) => [server, servers, kind]);

describe('the queue over a catalogue', () => {
  it('names a tool set once, with the servers on which it stands, the widest first', async () => {
    await list('npm:alone', LIBRARY_TOOLS.slice(1));
    for (const server of ['npm:mirror', 'npm:original', 'npm:third']) await list(server);
    expect(await waiting()).toEqual([
      ['npm:mirror', 3, 'doubt'],
      ['npm:alone', 1, 'doubt'],
    ]);
  });

  it('is settled for servers with the same tools, and offers the decision where only the definition is the same', async () => {
    for (const server of ['npm:mirror', 'npm:original']) await list(server);
    await list('npm:copy', LIBRARY_TOOLS.slice(1));
    const review = await decideTool(catalog.reviews, burn('npm:original'), { category: 'Destructive' }, said);
    expect(review).toMatchObject({ servers: 2, reviewed: { ruling: { kind: 'settled' } } });
    const { items } = await readQueue(catalog.reviews, 10);
    expect(items).toMatchObject([
      { server: 'npm:copy', kind: 'doubt', offers: [{ by: 'Ann', category: 'Destructive' }] },
    ]);
    expect(items[0]?.reasons.join()).toContain('Ann decided Destructive on 2026-11-21 for npm:original');
    expect((await reviewTool(catalog.reviews, burn('npm:mirror'))).reviewed.verdict.decidedBy).toBe('person');
    expect((await reviewTool(catalog.reviews, burn('npm:copy'))).reviewed.verdict.decidedBy).toBe('rules');
  });

  it('takes a tool up again when the decision is taken back, and keeps all three words in the journal', async () => {
    await list('npm:original');
    await decideTool(catalog.reviews, burn('npm:original'), { category: 'Read' }, said);
    expect(await waiting()).toEqual([]);
    await undoDecision(catalog.reviews, burn('npm:original'), { ...said, by: 'Ben' }, 'ann');
    expect(await waiting()).toEqual([['npm:original', 1, 'doubt']]);
    await decideTool(
      catalog.reviews,
      burn('npm:original'),
      { category: 'Write' },
      { ...said, at: '2026-11-21T10:00:00Z' },
    );
    expect((await text(exportJournal(catalog.reviews, 'jsonl'))).trim().split('\n')).toHaveLength(3);
    expect(await waiting()).toEqual([]);
  });

  it('is reopened by another definition of the same name, with what changed', async () => {
    await list('npm:original');
    await decideTool(catalog.reviews, burn('npm:original'), { category: 'Destructive' }, said);
    const changed = LIBRARY_TOOLS.map((tool) =>
      tool.name === 'burn_book' ? { ...tool, description: 'Warms the room.' } : tool,
    );
    await list('npm:original', changed);
    const { items } = await readQueue(catalog.reviews, 10);
    expect(items).toMatchObject([
      { kind: 'reopened', cautious: 'Destructive', changes: [{ pointer: '/description' }] },
    ]);
  });
});

describe('importing decisions', () => {
  it('refuses to take back what nobody decided, or a decision on another tool', async () => {
    await list('npm:original');
    await decideTool(catalog.reviews, burn('npm:original'), { category: 'Read' }, said);
    const { id, action: _action, ...decision } = JSON.parse(await text(exportJournal(catalog.reviews, 'jsonl')));
    const { server, tool, definitionHash, toolSetHash } = decision;
    const undo = { action: 'undo', ...said, server, tool, definitionHash, toolSetHash, undoes: id };
    const rows = [undo, { ...undo, undoes: 'f'.repeat(32) }, { ...undo, definitionHash: 'a'.repeat(64) }];
    const outcome = (partial: boolean) =>
      importJournal(catalog.reviews, {
        text: rows.map((row) => JSON.stringify(row)).join('\n'),
        format: 'jsonl',
        partial,
        now: NOW,
      });
    expect(await outcome(false)).toMatchObject({ added: 0, problems: [{ line: 2 }, { line: 3 }] });
    expect(await waiting()).toEqual([]);
    expect(await outcome(true)).toMatchObject({ added: 1, problems: [{ line: 2 }, { line: 3 }] });
    expect(await waiting()).toEqual([['npm:original', 1, 'doubt']]);
  });

  it('takes a row twice in one file for one', async () => {
    const row = JSON.stringify(
      withEventId({
        action: 'decide',
        server: 'npm:later',
        tool: 'x',
        definitionHash: 'a'.repeat(64),
        toolSetHash: 'b'.repeat(64),
        category: 'Read',
        ...said,
      }),
    );
    const file = { text: `\ufeff${row}\r\n\r\n${row}\r\n`, format: 'jsonl', partial: false, now: NOW } as const;
    expect(await importJournal(catalog.reviews, file)).toEqual({ added: 1, known: 1, problems: [] });
  });
});

describe('labels', () => {
  it('never hold a tool of the test set, and hold a decision once for all servers with the same tools', async () => {
    const line = readFileSync(new URL('../../data/benchmark/definitions.jsonl', import.meta.url), 'utf8').split(
      '\n',
    )[0]!;
    const parsed = parseTool(JSON.parse(line).tool);
    if ('reason' in parsed) throw new Error(parsed.reason);
    for (const server of ['npm:mirror', 'npm:original']) {
      await list(server, [...LIBRARY_TOOLS, parsed.tool]);
      await decideTool(catalog.reviews, burn(server), { category: 'Destructive' }, said);
      await decideTool(catalog.reviews, { server, tool: parsed.tool.name }, { category: 'Write', effects: [] }, said);
    }
    const counts = { written: 0, disputed: 0, ofTestSets: 0, unknown: 0 };
    const labels = await text(exportLabels(catalog.reviews, await readTestSets([]), counts));
    expect(counts).toEqual({ written: 1, disputed: 0, ofTestSets: 1, unknown: 0 });
    expect(JSON.parse(labels)).toMatchObject({
      tool: { name: 'burn_book' },
      category: 'Destructive',
      instructions: 'Be quiet.',
    });
  });
});
