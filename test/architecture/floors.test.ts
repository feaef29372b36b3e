import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');

/** The table of floors (README, The house). A room imports lower floors only. */
const FLOOR: Record<string, number> = {
  model: 0,
  sources: 1,
  connect: 1,
  classify: 1,
  llm: 1,
  policy: 1,
  report: 1,
  catalog: 1,
  review: 2,
  measure: 2,
  pipeline: 3,
  web: 3,
  cli: 4,
};

/** Rooms where files may reach the world; everywhere else is pure. */
const MAY_DO_IO = new Set(['sources', 'connect', 'catalog', 'llm', 'pipeline', 'web', 'cli']);

const IO_MODULES =
  /^(?:node:)?(?:fs|fs\/promises|net|tls|http|https|http2|child_process|dgram|dns|dns\/promises|os|readline|worker_threads|cluster|sqlite)$/;
const IO_PACKAGES = /^(?:undici|openai|kysely|pg|pg-boss|@modelcontextprotocol\/|@electric-sql\/)/;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}

function roomOf(file: string): string {
  return file.split('/')[0]!;
}

describe('the table of floors', () => {
  it('knows every room', () => {
    expect(files.map(roomOf).filter((room) => !(room in FLOOR))).toEqual([]);
  });

  it('sees real imports, so that the checks below can fail', () => {
    expect(files.flatMap(importsOf).filter((name) => name.startsWith('.')).length).toBeGreaterThan(20);
  });

  it('is kept: no room imports a room of its own floor or above', () => {
    const broken = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(SRC, resolve(SRC, dirname(file), name)))
        .filter((target) => roomOf(target) !== roomOf(file) && (FLOOR[roomOf(target)] ?? 99) >= FLOOR[roomOf(file)]!)
        .map((target) => `${file} imports ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('keeps I/O out of the pure rooms', () => {
    const broken = files
      .filter((file) => !MAY_DO_IO.has(roomOf(file)))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => IO_MODULES.test(name) || IO_PACKAGES.test(name))
          .map((name) => `${file} imports ${name}`),
      );
    expect(broken).toEqual([]);
  });

  it('keeps clock and randomness out of the pure rooms', () => {
    const broken = files
      .filter((file) => !MAY_DO_IO.has(roomOf(file)))
      .filter((file) =>
        /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\bprocess\.(?!stdout)/.test(
          readFileSync(join(SRC, file), 'utf8'),
        ),
      );
    expect(broken).toEqual([]);
  });

  it('lets only one module read the environment, only assets.ts read data and prompts, only cli print', () => {
    const text = (file: string) => readFileSync(join(SRC, file), 'utf8');
    expect(files.filter((file) => /\bprocess\.env\b/.test(text(file)))).toEqual(['cli/environment.ts']);
    expect(
      files.filter(
        (file) => /\bconsole\.|process\.(?:stdout|stderr|argv)\b/.test(text(file)) && roomOf(file) !== 'cli',
      ),
    ).toEqual([]);
  });

  it("calls no tool: 'tools/call' and callTool appear nowhere", () => {
    expect(files.filter((file) => /tools\/call|\bcallTool\b/.test(readFileSync(join(SRC, file), 'utf8')))).toEqual([]);
  });

  it('has no file over 250 lines', () => {
    expect(files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 251)).toEqual([]);
  });

  it('has no drawers', () => {
    expect(files.filter((file) => /(?:^|\/)(?:util|utils|common|helpers|misc|shared)(?:\/|\.ts$)/.test(file))).toEqual(
      [],
    );
  });
});
