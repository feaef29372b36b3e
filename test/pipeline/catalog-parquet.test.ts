import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { exportParquet } from '../../src/pipeline/catalog-parquet.ts';
import { CatalogRow, catalogRows } from '../../src/pipeline/catalog-row.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun } from '../catalog/library-server.ts';

let folder: string;
let catalog: Catalog;
const run = nightlyRun();
const odd = { name: '=cmd()\u0000', description: '\u202e "x", \u{1f4d6}', inputSchema: { type: 'object' } };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
  catalog = await openCatalog(':memory:');
  await catalog.startRun(run);
});
afterEach(async () => {
  await catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a run as Parquet', () => {
  it('is read back by another library as it was', async () => {
    const file = join(folder, 'run.parquet');
    for (const id of ['npm:a', 'npm:b'])
      await catalog.saveResult(run.id, listedLibrary(LIBRARY_TOOLS, libraryEntry(id)));
    await catalog.saveResult(run.id, listedLibrary([odd], libraryEntry('npm:odd')));
    await catalog.saveResult(run.id, listedLibrary([], libraryEntry('npm:none')));
    await catalog.saveResult(run.id, failedLibrary());
    expect(await exportParquet(catalog, file)).toBe(9);
    const expected = [];
    for await (const row of catalogRows(catalog.resultsOf(run.id))) expected.push(CatalogRow.parse(row));
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
    expect(rows).toEqual(expected);
    expect(rows[0]).toMatchObject({ server: 'npm:a', tool: 'find_book', category: 'Read', confidence: 0.97 });
  });

  it('is written in row groups, so that a large run is never in memory', async () => {
    const file = join(folder, 'run.parquet');
    const tools = Array.from({ length: 400 }, (_none, index) => ({ name: `shelf_${index}`, inputSchema: {} }));
    const servers = Array.from({ length: 26 }, (_none, index) => libraryEntry(`npm:branch-${index}`));
    await catalog.saveResults(
      run.id,
      servers.map((entry) => listedLibrary(tools, entry)),
    );
    expect(await exportParquet(catalog, file, run.id)).toBe(10_400);
    const { row_groups: groups } = await parquetMetadataAsync(await asyncBufferFromFile(file));
    expect(groups.map((group) => Number(group.num_rows))).toEqual([5000, 5000, 400]);
  });

  it('of no server is a file without rows', async () => {
    const file = join(folder, 'run.parquet');
    expect(await exportParquet(catalog, file)).toBe(0);
    expect(await parquetReadObjects({ file: await asyncBufferFromFile(file) })).toEqual([]);
  });

  it('says where it cannot be written', async () => {
    await expect(exportParquet(catalog, join(folder, 'no', 'run.parquet'))).rejects.toThrow(/cannot be written/);
  });
});
