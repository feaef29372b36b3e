import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalog } from '../../../src/catalog/open-catalog.ts';
import { libraryEntry, listedLibrary, nightlyRun } from '../../catalog/library-server.ts';

const MAIN = new URL('../../../src/cli/main.ts', import.meta.url).pathname;

let folder: string;
let file: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'prune-'));
  file = join(folder, 'catalog.db');
  const catalog = await openCatalog(file);
  for (const night of [1, 2, 3]) {
    const run = nightlyRun(`run-${night}`, `2026-11-0${night}T01:00:00.000Z`);
    await catalog.startRun(run);
    const tool = { name: 'mood', description: `Night ${night}.`, inputSchema: {} };
    await catalog.saveResult(run.id, listedLibrary([tool], libraryEntry()));
    await catalog.finishRun({ ...run, finishedAt: run.startedAt });
  }
  await catalog.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Outcome = { code: number; stdout: string; stderr: string };

async function runCatalog(...words: string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, TOOLRISK_HOME: folder };
  const all = [MAIN, 'catalog', ...words, '--database', file];
  return await promisify(execFile)(process.execPath, all, { env }).then(
    (done) => ({ code: 0, ...done }),
    (failed: Outcome) => failed,
  );
}

describe('catalog prune', () => {
  it('wants to be told what stays', async () => {
    const { code, stderr } = await runCatalog('prune');
    expect(code).toBe(2);
    expect(stderr).toContain('say what stays: --keep-runs 30, --before 2026-10-01, or both');
  });

  it('tells first what would go, then what went, and later that those runs are no longer whole', async () => {
    const dry = JSON.parse((await runCatalog('prune', '--keep-runs', '1', '--dry-run', '--json')).stdout);
    expect(dry).toMatchObject({ runs: 2, results: 2, lists: 2, definitions: 2, events: 0, dryRun: true });
    const { stdout } = await runCatalog('prune', '--keep-runs', '1');
    expect(stdout).toMatch(
      /^removed 2 results of 2 runs, 2 lists, 2 assessments, 2 definitions and 0 events; the file/,
    );
    const { code, stderr } = await runCatalog('export', '--format', 'csv', '--run', 'run-1');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/results of the run run-1 were pruned .*name a later run/),
    ]);
    expect((await runCatalog('check')).stdout).toBe('the catalogue is whole\n');
  });
});

describe('catalog export --format parquet', () => {
  it('writes a file, and asks for its name where it is missing', async () => {
    const out = join(folder, 'run.parquet');
    expect((await runCatalog('export', '--format', 'parquet', '--run', 'last', '--out', out)).code).toBe(0);
    expect(statSync(out).size).toBeGreaterThan(500);
    const { code, stderr } = await runCatalog('export', '--format', 'parquet');
    expect([code, stderr]).toEqual([2, expect.stringContaining('--format parquet needs --out')]);
  });
});
