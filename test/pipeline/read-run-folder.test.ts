import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerResult } from '../../src/model/run.ts';
import { readRunFolder } from '../../src/pipeline/read-run-folder.ts';
import { openRunFolder } from '../../src/pipeline/run-folder.ts';
import { inputOf, listed, RUN, toolOf, verdictOn } from '../report/fixture.ts';
import { HARBOUR } from '../report/harbour.ts';
import { HOSTILE_TEXTS, hostileServers } from '../report/hostile-servers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(results: readonly ServerResult[]): Promise<void> {
  const run = await openRunFolder(folder);
  await run.startRun(RUN);
  for (const result of results) await run.append(result);
}

async function read(): Promise<ServerResult[]> {
  const results: ServerResult[] = [];
  for await (const result of (await readRunFolder(folder)).results()) results.push(result);
  return results;
}

/** What JSON keeps of results: no undefined fields, in the order of ids. */
const stored = (results: readonly ServerResult[]): unknown =>
  JSON.parse(JSON.stringify([...results].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))));

describe('a run folder', () => {
  it('gives back run, summary and results, whatever their order', async () => {
    await write(HARBOUR.toReversed());
    const { run, summary } = await readRunFolder(folder);
    expect(run).toEqual(RUN);
    expect(summary).toEqual(inputOf(HARBOUR).summary);
    expect(await read()).toEqual(stored(HARBOUR));
  });

  it('can be read more than once', async () => {
    await write(HARBOUR);
    const { results } = await readRunFolder(folder);
    for (const _time of [1, 2]) {
      let count = 0;
      for await (const _result of results()) count += 1;
      expect(count).toBe(HARBOUR.length);
    }
  });

  it('gives back hostile texts as they were', async () => {
    const results = HOSTILE_TEXTS.flatMap((text, index) => hostileServers(`${text} ${index}`));
    await write(results);
    expect(await read()).toEqual(stored(results));
  });

  it('keeps a server whose list is longer than what is read at once', async () => {
    const tools = Array.from({ length: 400 }, (_none, index) =>
      toolOf(`moor_${index}`, 'Moor a vessel at a berth. '.repeat(200)),
    );
    const result = listed(
      'quay',
      tools.map((tool) => [tool, verdictOn(tool, 'Write')] as const),
    );
    await write([...HARBOUR, result]);
    expect((await read()).find(({ entry }) => entry.id === 'npm:quay')).toEqual(JSON.parse(JSON.stringify(result)));
  });

  it.each(['snapshots.jsonl', 'classifications.jsonl', 'failures.jsonl', 'entries.jsonl'])(
    'leaves out the server whose record in %s was cut by a kill, and keeps the rest',
    async (file) => {
      await write(HARBOUR);
      truncateSync(join(folder, file), readFileSync(join(folder, file)).length - 5);
      const rest = await read();
      expect(rest).toHaveLength(HARBOUR.length - 1);
      expect(stored(HARBOUR)).toEqual(expect.arrayContaining(rest));
    },
  );

  it('passes over lines that are no records', async () => {
    await write(HARBOUR);
    appendFileSync(join(folder, 'entries.jsonl'), 'no JSON\n{}\n[]\nnull\n{"id":"npm:x"}\n\n');
    expect(await read()).toEqual(stored(HARBOUR));
  });

  it('is refused when it holds no run', async () => {
    await expect(readRunFolder(folder)).rejects.toThrow('scan --out');
    writeFileSync(join(folder, 'run.json'), '{}');
    await expect(readRunFolder(folder)).rejects.toThrow('scan --out');
  });
});
