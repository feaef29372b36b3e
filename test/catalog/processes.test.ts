import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCatalog } from '../../src/catalog/open-catalog.ts';
import { freshSchema, POSTGRES_URL } from './databases.ts';

const WRITER = new URL('writer-process.ts', import.meta.url).pathname;
/** How often the writer is killed; the figure in the README was taken with 100. */
const KILLS = Number(process.env.TOOLRISK_KILLS ?? 8);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
  file = join(folder, 'catalog.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function startWriter(url: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [WRITER, url, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Servers of which a part is missing, by any way of missing. */
function partialServers(database: DatabaseSync): unknown[] {
  return database
    .prepare(
      `select s.id from snapshots s
       where s.tools <> (select count(*) from snapshot_tools t where t.snapshot_id = s.id)
          or not exists (select 1 from run_servers r where r.snapshot_id = s.id)
          or not exists (select 1 from current_lists c where c.snapshot_id = s.id or c.server_id = s.server_id)
          or s.tools <> (select count(*) from assessments a join classifications k on k.assessment_id = a.id
                         where a.snapshot_id = s.id)
       union all select id from servers where not exists (select 1 from run_servers r where r.server_id = servers.id)`,
    )
    .all();
}

describe('a writer that is killed', () => {
  it('leaves a whole catalogue without a partial server, again and again', async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const writer = startWriter(file, `kill-${kill}`);
      await once(writer.stdout!, 'data');
      await new Promise((resolve) => {
        setTimeout(resolve, (kill * 37) % 150);
      });
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      const database = new DatabaseSync(file);
      expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
      expect(database.prepare('pragma foreign_key_check').all()).toEqual([]);
      expect(partialServers(database)).toEqual([]);
      database.close();
    }
    const catalog = await openCatalog(file);
    for (let kill = 0; kill < KILLS; kill += 1)
      expect((await catalog.statusesOf(`run-kill-${kill}`)).size).toBeGreaterThan(0);
    expect((await catalog.lastListed('npm:branch-0'))?.snapshot.tools).toHaveLength(40);
    await catalog.close();
  }, 300_000);
});

describe.each([
  { title: 'SQLite', url: async () => ({ url: file, drop: async () => undefined }) },
  ...(POSTGRES_URL === undefined ? [] : [{ title: 'PostgreSQL', url: () => freshSchema(POSTGRES_URL ?? '') }]),
])('writers at once on $title', ({ url }) => {
  it('of the same servers all come through, and share what they have in common', async () => {
    const place = await url();
    const writers = ['a', 'b', 'c'].map((name) => startWriter(place.url, name, '15'));
    for (const writer of writers) writer.stdout?.resume();
    const codes = await Promise.all(writers.map(async (writer) => (await once(writer, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    const catalog = await openCatalog(place.url);
    for (const name of ['a', 'b', 'c']) expect((await catalog.statusesOf(`run-${name}`)).size).toBe(15);
    let tools = 0;
    for await (const result of catalog.resultsOf('run-b'))
      if (result.status === 'listed')
        tools += result.snapshot.tools.filter(({ _meta }) => JSON.stringify(_meta) === '{"name":"b"}').length;
    expect(tools).toBe(600);
    await catalog.close();
    await place.drop();
  });
});
