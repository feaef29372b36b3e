import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { clones as step } from '../../src/catalog/migrations/0007-clones.ts';
import { migrate } from '../../src/catalog/migrations/migrate.ts';
import type { CloneFilter, CloneRow } from '../../src/catalog/queries/clones.ts';
import type { Tool } from '../../src/model/tool.ts';
import { DATABASES, type OpenedCatalog } from './databases.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun, verdictOn } from './library-server.ts';

const run = nightlyRun();
const OTHER: Tool[] = [{ name: 'pay_fine', description: 'Pay a fine.', inputSchema: { type: 'object' } }];

describe.each(DATABASES)('clones in the catalogue on $title', ({ title, open }) => {
  let opened: OpenedCatalog;
  let catalog: Catalog;
  beforeEach(async () => {
    opened = await open();
    catalog = opened.catalog;
    await catalog.startRun(run);
  });
  afterEach(() => opened.close());

  const list = async (id: string, tools: readonly Tool[] = LIBRARY_TOOLS) => {
    const result = listedLibrary([...tools], libraryEntry(id));
    const classifications = tools.map((tool) =>
      verdictOn(tool, tool.name === 'burn_book' ? { category: 'Destructive' } : {}),
    );
    await catalog.saveResult(run.id, { ...result, classifications });
  };
  const rows = async (filter: CloneFilter = {}): Promise<CloneRow[]> => {
    const found: CloneRow[] = [];
    for await (const row of catalog.query.clones(filter)) found.push(row);
    return found;
  };

  it('are the tool sets of several servers, the most frequent first, with publishers and the worst category', async () => {
    for (const branch of [1, 2, 3]) await list(`npm:@library/branch-${branch}`);
    await list('https://library.example/mcp');
    for (const id of ['npm:till', 'pypi:till']) await list(id, OTHER);
    await list('npm:alone', [{ ...OTHER[0]!, name: 'alone' }]);
    expect(await rows()).toMatchObject([
      { servers: 4, publishers: 2, tools: LIBRARY_TOOLS.length, worst: 'Destructive' },
      { servers: 2, publishers: 2, tools: 1, examples: ['npm:till', 'pypi:till'] },
    ]);
    expect((await rows())[0]?.examples).toEqual([
      'https://library.example/mcp',
      'npm:@library/branch-1',
      'npm:@library/branch-2',
      'npm:@library/branch-3',
    ]);
    expect(await rows({ publishers: 3 })).toEqual([]);
    expect(await rows({ limit: 1 })).toHaveLength(1);
    expect(await catalog.check()).toEqual([]);
  });

  it('are no longer when a server moves on, or its registry knows it no more', async () => {
    for (const id of ['npm:a', 'npm:b', 'npm:c']) await list(id);
    await list('npm:a', OTHER);
    expect(await rows()).toMatchObject([{ servers: 2, examples: ['npm:b', 'npm:c'] }]);
    const gone = failedLibrary(libraryEntry('npm:b'));
    await catalog.saveResult(run.id, { ...gone, failure: { ...gone.failure, code: 'not-found' } });
    expect(await rows()).toEqual([]);
  });

  it('are each given once, page after page', async () => {
    for (let set = 0; set < 130; set += 1)
      for (const copy of ['a', 'b']) await list(`npm:${copy}-${set}`, [{ ...OTHER[0]!, name: `pay_${set}` }]);
    const found = await rows();
    expect(new Set(found.map(({ toolSetHash }) => toolSetHash)).size).toBe(130);
    expect(found).toHaveLength(130);
  });

  it('are found in a catalogue that was written before they were looked for', async () => {
    for (const id of ['npm:@library/a', 'npm:@library/b', 'https://library.example/mcp']) await list(id);
    const before = await rows();
    const { raw } = opened;
    await raw.schema.dropIndex('current_lists_by_tool_set').execute();
    for (const column of ['tool_set_hash', 'publisher', 'rank'])
      await raw.schema.alterTable('current_lists').dropColumn(column).execute();
    await raw.deleteFrom('toolrisk_migrations').where('name', '=', step.name).execute();
    await migrate(raw, { kind: title === 'SQLite' ? 'sqlite' : 'postgres', place: 'here' }, () => new Date());
    expect(await rows()).toEqual(before);
    expect(before).toMatchObject([{ servers: 3, publishers: 2 }]);
  });
});
