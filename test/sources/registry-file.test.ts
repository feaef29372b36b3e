import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveTargets } from '../../src/sources/index.ts';
import { registryFile } from '../../src/sources/registries/registry-file.ts';
import { collect } from './collect.ts';
import { entryOf } from './registry-server.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'registry-file-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function save(name: string, text: string): string {
  const file = join(FOLDER, name);
  writeFileSync(file, text);
  return file;
}

const server = (name: string) => ({
  name: `example.harbour/${name}`,
  packages: [{ registryType: 'npm', identifier: name }],
});
const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('a registry that was saved', () => {
  it.each([
    ['page.json', JSON.stringify({ servers: [entryOf('a'), entryOf('b')], metadata: { nextCursor: 'x' } })],
    ['list.json', JSON.stringify([server('a'), entryOf('b')])],
    ['upstream.json', JSON.stringify({ version: '1.0.0', data: { servers: [server('a'), server('b')] } })],
    ['lines.jsonl', lines(entryOf('a'), server('b'))],
    ['lines.ndjson', `\uFEFF${lines(server('a'))}\r\n\n${JSON.stringify(server('b'))}`],
  ])('is read from %s', async (name, text) => {
    const { targets, problems } = await collect(registryFile(save(name, text)).list());
    expect(problems).toEqual([]);
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:a', 'npm:b']);
  });

  it('is read from one server.json', async () => {
    const { targets } = await collect(registryFile(save('server.json', JSON.stringify(server('a')))).list());
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:a']);
  });

  it('is read from a folder of pages, in the order of their names', async () => {
    const folder = join(FOLDER, 'pages');
    mkdirSync(folder);
    writeFileSync(join(folder, 'page-2.json'), JSON.stringify({ servers: [entryOf('c')] }));
    writeFileSync(join(folder, 'page-1.json'), JSON.stringify({ servers: [entryOf('a'), entryOf('b')] }));
    writeFileSync(join(folder, 'page-3.json'), '{');
    writeFileSync(join(folder, 'notes.txt'), 'not read');
    const { targets, problems } = await collect(registryFile(folder).list());
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:a', 'npm:b', 'npm:c']);
    expect(problems).toEqual([{ target: join(folder, 'page-3.json'), problem: 'is no JSON', endsList: true }]);
  });

  it('keeps the good lines beside the bad', async () => {
    const bad = ['{"x":', '['.repeat(3000), `"${'y'.repeat(2 ** 20)}"`].join('\n');
    const text = `${lines(entryOf('a'))}${bad}\n${lines(7, server('b'))}`;
    const { targets, problems } = await collect(registryFile(save('bad.jsonl', text)).list());
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:a', 'npm:b']);
    expect(problems.map(({ problem }) => problem)).toEqual([
      'is no JSON',
      'is no JSON',
      'is longer than 1 MB',
      'holds an entry that is no server.json',
    ]);
  });

  it('gives only the newest versions', async () => {
    const file = save('all.jsonl', lines(entryOf('new'), entryOf('new-1', { isLatest: false })));
    const { targets } = await collect(registryFile(file).list());
    expect(targets.map(({ entry }) => entry.id)).toEqual(['npm:new']);
  });

  it.each([
    ['tides', 'npm:tides', undefined],
    ['gone', undefined, /deleted/],
    ['nothing', undefined, /is not in the registry saved as/],
  ])('finds %s by its name', async (name, id, problem) => {
    const registry = save(
      'find.jsonl',
      lines(entryOf('other'), entryOf('tides'), entryOf('gone', { status: 'deleted' })),
    );
    const { targets, problems } = await collect(
      resolveTargets([`registry:example.harbour/${name}`], undefined, { cwd: '/', registry }),
    );
    expect(targets[0]?.entry.id).toBe(id);
    if (problem !== undefined) expect(problems[0]?.problem).toMatch(problem);
  });

  it('says when there is none', async () => {
    const { problems } = await collect(registryFile(join(FOLDER, 'missing')).list());
    expect(problems[0]?.problem).toBe('cannot be read: there is no such file');
  });

  it('is never held whole: 60 MB pass through a heap of 48 MB', async () => {
    const environmentVariables = Array.from({ length: 30 }, (_, n) => ({
      name: `TIDE_${n}`,
      description: 'x'.repeat(150),
    }));
    const text = Array.from({ length: 10_000 }, (_, n) => {
      const packages = [{ registryType: 'npm', identifier: `tides-${n}`, environmentVariables }];
      return JSON.stringify(entryOf(`tides-${n}`, { server: { packages } }));
    });
    const file = save('large.jsonl', text.join('\n'));
    const source = pathToFileURL(resolve(import.meta.dirname, '../../src/sources/registries/registry-file.ts')).href;
    const script = `import { registryFile } from ${JSON.stringify(source)};
      let count = 0;
      for await (const item of registryFile(${JSON.stringify(file)}).list()) count += 'entry' in item ? 1 : 0;
      console.log(count);`;
    const node = ['--max-old-space-size=48', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, node);
    expect(stdout.trim()).toBe('10000');
  });
});
