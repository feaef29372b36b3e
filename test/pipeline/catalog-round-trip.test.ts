import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import type { LlmLedger } from '../../src/model/llm-ledger.ts';
import { exportCsv, exportLines, exportRunFolder } from '../../src/pipeline/catalog-export.ts';
import { importCatalog } from '../../src/pipeline/catalog-import.ts';
import { readRunFolder } from '../../src/pipeline/read-run-folder.ts';
import { decideTool } from '../../src/pipeline/review-decide.ts';
import { DATABASES } from '../catalog/databases.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun } from '../catalog/library-server.ts';
import { nightAt } from '../report/account/night.ts';

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

let folder: string;
let catalog: Catalog;
const first = nightlyRun();
const second = nightlyRun('run-20261122T010000Z-bbbbbb', '2026-11-22T01:00:00.000Z');
const hostile = { name: '=cmd()\u0000\ud800', description: '\u202e "x', inputSchema: { type: 'object' }, __proto: 1 };

/** What asking a model took in the first night. */
const LEDGER: LlmLedger = {
  model: 'gpt-small',
  requests: 3,
  answered: 2,
  tokens: { input: 4100, cachedInput: 1024, output: 380, estimated: false },
  cost: 0.0021,
  pricesAsOf: '2026-11-01',
  cacheHits: 7,
  requestMs: 5210,
  failures: { timeout: 1 },
  salvaged: { fenced: 1, embedded: 0, cut: 0 },
  oddities: {},
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
  catalog = await openCatalog(join(folder, 'catalog.db'));
  await catalog.startRun(first);
  await catalog.startRun(second);
  await catalog.saveResult(first.id, listedLibrary());
  await catalog.saveResult(first.id, failedLibrary());
  await catalog.saveResult(first.id, listedLibrary([hostile], libraryEntry('npm:hostile')));
  await catalog.finishRun({ ...first, finishedAt: '2026-11-21T02:00:00.000Z', llm: LEDGER });
  await catalog.saveResult(second.id, listedLibrary(LIBRARY_TOOLS.slice(1)));
  const rejudged = listedLibrary(LIBRARY_TOOLS, libraryEntry('npm:attic'), 'unchanged');
  await catalog.saveResult(first.id, listedLibrary(LIBRARY_TOOLS, libraryEntry('npm:attic')));
  await catalog.saveResult(second.id, rejudged);
  await catalog.schedule.saveAccount(nightAt({ run: first.id }));
  await catalog.answers.put('k', 'Read\u0000');
  await decideTool(
    catalog.reviews,
    { server: libraryEntry().id, tool: 'burn_book' },
    { category: 'Destructive' },
    { by: 'Ann', reason: 'a burnt book is gone', at: '2026-11-22T09:00:00.000Z' },
  );
});
afterEach(async () => {
  await catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(DATABASES)('export from SQLite and import into $title', ({ open }) => {
  it('lose nothing: the same export comes out again, the same feed, and once more changes nothing', async () => {
    const text = await textOf(exportLines(catalog));
    const other = await open();
    expect(text.match(/^{"type":"again"/gm)).toHaveLength(1);
    const counts = { runs: 2, results: 6, accounts: 1, answers: 1, reviews: 1 };
    expect(await importCatalog(other.catalog, Readable.from([text]))).toEqual(counts);
    const again = await textOf(exportLines(other.catalog));
    expect(again).toBe(text);
    expect(await other.catalog.query.stats('now')).toEqual(await catalog.query.stats('now'));
    const feeds = await Promise.all(
      [catalog, other.catalog].map((each) =>
        textOf(
          (async function* () {
            for await (const item of each.feed({ after: 0 })) yield JSON.stringify(item);
          })(),
        ),
      ),
    );
    expect(feeds[0]).toBe(feeds[1]);
    expect((await other.catalog.findRun({ id: first.id }))?.llm).toEqual(LEDGER);
    expect(await other.catalog.schedule.account('last')).toEqual(nightAt({ run: first.id }));
    expect(await other.catalog.check()).toEqual([]);
    await other.close();
  });
});

describe('import', () => {
  const line = async (change: (text: string) => string) => {
    const lines = (await textOf(exportLines(catalog))).split('\n');
    return [lines[0], lines[1], change(lines[2] ?? '')].join('\n');
  };

  it.each<[string, (text: string) => string, RegExp]>([
    ['no JSON', (text) => text.slice(0, -5), /line 3 is no JSON/],
    ['another kind of record', (text) => text.replace('"result"', '"rumour"'), /line 3 is no line of an export/],
    ['a run that is not there', (text) => text.replace(first.id, 'run-of-nobody'), /line 3: the run run-of-nobody/],
    ['tools that its hash does not name', (text) => text.replace('Look for', 'Burn'), /not those that the hash names/],
    [
      'verdicts in another order than the tools',
      (text) => {
        const value = JSON.parse(text);
        value.result.classifications.reverse();
        return JSON.stringify(value);
      },
      /made on another definition/,
    ],
    [
      'a list that was not before it',
      (text) => {
        const { result } = JSON.parse(text);
        const { entry, snapshot } = result;
        const again = { target: 'x', entry, provenance: snapshot.provenance, list: 'a'.repeat(64) };
        return JSON.stringify({ type: 'again', run: first.id, result: again });
      },
      /line 3: its list is not that of the last line of npm:library-desk/,
    ],
    ['a category of its own', (text) => text.replace('"Read"', '"Kind"'), /line 3 .*category/],
  ])('names the line that holds %s', async (_title, change, sentence) => {
    const other = await openCatalog(':memory:');
    await expect(importCatalog(other, Readable.from([await line(change)]))).rejects.toThrow(sentence);
    await other.close();
  });
});

describe('one run', () => {
  it('comes out as CSV, formulas escaped', async () => {
    const text = await textOf(exportCsv(catalog, first.id));
    expect(text.split('\r\n')).toHaveLength(1 + 8 + 1);
    expect(text).not.toMatch(/(^|,)=/m);
  });

  it('comes out as the folder that a scan leaves', async () => {
    await exportRunFolder(catalog, join(folder, 'run'), first.id);
    const stored = await readRunFolder(join(folder, 'run'));
    expect(stored.run.id).toBe(first.id);
    expect(stored.summary).toMatchObject({ listed: 3, failed: 1 });
  });
});

describe('check and backup', () => {
  it('find nothing in a whole catalogue and in its copy, which never replaces a file', async () => {
    expect(await catalog.check()).toEqual([]);
    const copy = join(folder, 'copy.db');
    await catalog.backUp(copy);
    await expect(catalog.backUp(copy)).rejects.toThrow(/is there already/);
    const restored = await openCatalog(copy);
    expect(await restored.check()).toEqual([]);
    expect(await textOf(exportLines(restored))).toBe(await textOf(exportLines(catalog)));
    await restored.close();
  });

  it.each([
    ['delete from classifications where position = 0', /verdicts/],
    ['delete from snapshot_tools where position = 1', /lacks tools/],
    ['delete from failures', /no failure/],
    ["insert into origins values ('x', 'npm:nobody', '', '', '', '')", /refers to one that is missing/],
  ])('find what this does: %s', async (statement, problem) => {
    const raw = new DatabaseSync(join(folder, 'catalog.db'), { enableForeignKeyConstraints: false });
    raw.exec(statement);
    raw.close();
    const problems = (await catalog.check()).map((finding) => finding.problem);
    expect(problems.join('\n')).toMatch(problem);
  });
});
