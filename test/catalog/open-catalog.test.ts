import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asDependencyError } from '../../src/catalog/database/dependency-error.ts';
import { openSqlite } from '../../src/catalog/database/sqlite.ts';
import { MIGRATIONS } from '../../src/catalog/migrations/index.ts';
import { catalogOn, openCatalog } from '../../src/catalog/open-catalog.ts';
import { DependencyError, InputError } from '../../src/model/fault.ts';
import { Secret } from '../../src/model/secret.ts';
import { failedLibrary, LIBRARY_TOOLS, libraryEntry, listedLibrary, nightlyRun } from './library-server.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
  file = join(folder, 'state', 'catalog.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const refusal = async (url: string): Promise<string> => {
  const error: unknown = await openCatalog(url).then(
    (catalog) => catalog.close(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DependencyError);
  return error instanceof Error ? error.message : '';
};

describe('opening a catalogue', () => {
  it('makes the folder and the file, and finds everything again', async () => {
    const first = await openCatalog(file);
    await first.startRun(nightlyRun());
    await first.saveResult(nightlyRun().id, listedLibrary());
    await first.close();
    await first.close();
    const second = await openCatalog(file);
    expect((await second.lastListed('npm:library-desk'))?.snapshot).toEqual(listedLibrary().snapshot);
    await second.close();
    expect(readdirSync(join(folder, 'state'))).toEqual(['catalog.db']);
  });

  it('reads verdicts of an older file, whose texts hold their hashes too', async () => {
    const catalog = await openCatalog(file);
    await catalog.startRun(nightlyRun());
    await catalog.saveResult(nightlyRun().id, listedLibrary());
    await catalog.close();
    const database = new DatabaseSync(file);
    database.exec(`update classifications set verdict = json_set(verdict,
      '$.definitionHash', definition_hash, '$.contextHash', context_hash)`);
    database.close();
    const again = await openCatalog(file);
    expect((await again.lastListed('npm:library-desk'))?.classifications).toEqual(listedLibrary().classifications);
    await again.close();
  });

  it('writes a file that checks every foreign key and notes each step once', async () => {
    const now = () => new Date('2026-11-21T01:00:00Z');
    for (let time = 0; time < 2; time += 1) await (await openCatalog(file, { now })).close();
    const database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare('select name, applied_at from toolrisk_migrations order by name').all()).toEqual(
      MIGRATIONS.map(({ name }) => ({ name, applied_at: '2026-11-21T01:00:00.000Z' })),
    );
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
    const catalog = await openCatalog(file);
    await expect(catalog.saveResult('run-of-nobody', listedLibrary())).rejects.toThrow(/FOREIGN KEY/);
    await catalog.close();
  });

  it('names its steps by their files, in order', () => {
    const files = readdirSync(new URL('../../src/catalog/migrations/', import.meta.url));
    expect(MIGRATIONS.map(({ name }) => `${name}.ts`)).toEqual(files.filter((name) => /^\d/.test(name)).sort());
  });

  it('says that a file is no database', async () => {
    writeFileSync(
      join(folder, 'notes.txt'),
      'Shopping list: eggs, flour, and a very long line of other things. '.repeat(20),
    );
    expect(await refusal(join(folder, 'notes.txt'))).toMatch(
      /is not a SQLite database: give --database another file\.$/,
    );
  });

  it('leaves the database of another program alone', async () => {
    const other = join(folder, 'bookmarks.db');
    const database = new DatabaseSync(other);
    database.exec('create table bookmarks (url text)');
    database.close();
    const before = readFileSync(other);
    expect(await refusal(other)).toMatch(/belongs to another program/);
    expect(readFileSync(other)).toEqual(before);
  });

  it('says that a folder cannot be made or is in the way', async () => {
    writeFileSync(join(folder, 'state'), '');
    expect(await refusal(file)).toMatch(/cannot be made/);
    expect(await refusal(folder)).toMatch(/cannot be opened/);
  });

  it.skipIf(process.getuid?.() === 0)('says that a file cannot be written', async () => {
    await (await openCatalog(file)).close();
    chmodSync(file, 0o400);
    chmodSync(join(folder, 'state'), 0o500);
    expect(await refusal(file)).toMatch(/cannot be written|cannot be opened/);
    chmodSync(join(folder, 'state'), 0o700);
  });

  it('says that a newer toolrisk wrote the catalogue', async () => {
    await (await openCatalog(file)).close();
    const database = new DatabaseSync(file);
    database.exec("insert into toolrisk_migrations values ('9999-the-future', '2030-01-01T00:00:00Z')");
    database.close();
    expect(await refusal(file)).toMatch(/written by a newer toolrisk \(step 9999-the-future\): update toolrisk/);
  });

  it('says that the disk is full', async () => {
    mkdirSync(dirname(file), { recursive: true });
    const database = openSqlite(file);
    // The connection is the same: from here on it sees a disk with room for three pages.
    await sql`pragma max_page_count = 3`.execute(new Kysely<unknown>({ dialect: database.dialect }));
    const error: unknown = await catalogOn(database).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DependencyError);
    expect(String(error)).toMatch(/cannot grow: the disk is full/);
  });

  it('keeps the error after which SQLite has rolled back by itself', async () => {
    const db = new Kysely<unknown>({ dialect: openSqlite(':memory:').dialect });
    const failing = db.transaction().execute(async (transaction) => {
      await sql`rollback`.execute(transaction);
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    await db.destroy();
  });

  it('says that a catalogue is damaged', async () => {
    const catalog = await openCatalog(file);
    await catalog.startRun(nightlyRun());
    await catalog.saveResult(nightlyRun().id, listedLibrary());
    await catalog.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length / 2));
    const error: unknown = await (async () => {
      const damaged = await openCatalog(file);
      try {
        for await (const _result of damaged.resultsOf(nightlyRun().id));
      } finally {
        await damaged.close();
      }
    })().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DependencyError);
    expect(String(error)).toMatch(/is damaged/);
  });

  it('says that a database server cannot be reached, without the password', async () => {
    const message = await refusal('postgres://desk:canary-password@127.0.0.1:1/library');
    expect(message).toMatch(/^The catalogue postgres:\/\/127\.0\.0\.1:1\/library cannot be used: .*ECONNREFUSED/);
    expect(message).not.toContain('canary');
  });

  it('refuses a database URL that cannot be read', async () => {
    await expect(openCatalog('postgres://[')).rejects.toBeInstanceOf(InputError);
  });

  it('throws errors of our own as they are', () => {
    const ours = new TypeError('a bug');
    expect(asDependencyError(ours, 'here')).toBe(ours);
  });
});

describe('a night in which nothing changed', () => {
  it('adds less than 600 bytes for each server to the file', async () => {
    const night = async (number: number) => {
      const catalog = await openCatalog(file);
      const run = nightlyRun(`run-${number}`, `2026-11-2${number}T01:00:00.000Z`);
      await catalog.startRun(run);
      const entries = Array.from({ length: 400 }, (_none, index) => libraryEntry(`npm:branch-${index}`));
      const saved = await catalog.saveResults(
        run.id,
        entries.map((entry) => listedLibrary(LIBRARY_TOOLS, entry)),
      );
      await catalog.finishRun(run);
      await catalog.close();
      return { bytes: statSync(file).size, changes: new Set(saved.map(({ change }) => change)) };
    };
    const [first, second, third] = [await night(1), await night(2), await night(3)];
    expect([first.changes, second.changes, third.changes]).toEqual([
      new Set(['new']),
      new Set(['unchanged']),
      new Set(['unchanged']),
    ]);
    expect((third.bytes - second.bytes) / 400).toBeLessThan(600);
    expect((third.bytes - second.bytes) / 400).toBeLessThan(first.bytes / 400 / 4);
  });
});

describe('a catalogue held by another process', () => {
  it('waits for a short write, without keeping this process from its other work', async () => {
    const catalog = await openCatalog(file);
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
      if (ticks === 5) other.exec('rollback');
    }, 10);
    await catalog.startRun(nightlyRun());
    clearInterval(ticking);
    expect(ticks).toBeGreaterThanOrEqual(5);
    other.close();
    await catalog.close();
  });

  it('says so after a long one', async () => {
    const database = openSqlite(file, { lockTimeoutMs: 300 });
    const catalog = await catalogOn(database);
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    for (const write of [
      () => catalog.startRun(nightlyRun()),
      () => catalog.finishRun(nightlyRun()),
      () => catalog.saveResult('run', listedLibrary()),
      () => catalog.answers.put('k', 'v'),
    ])
      await expect(write()).rejects.toThrow(/is held by another process: wait until it is done/);
    other.exec('rollback');
    await catalog.startRun(nightlyRun());
    other.close();
    await catalog.close();
  });

  it('keeps temporary data in memory for no longer than a transaction, also one that could not begin', async () => {
    const db = new Kysely<unknown>({ dialect: openSqlite(file, { lockTimeoutMs: 50 }).dialect });
    const readKind = async (on: Kysely<unknown>) =>
      (await sql<{ temp_store: number }>`pragma temp_store`.execute(on)).rows[0]?.temp_store;
    expect(await db.transaction().execute(readKind)).toBe(2);
    expect(await readKind(db)).toBe(0);
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    await expect(db.transaction().execute(readKind)).rejects.toThrow(/locked/);
    other.exec('rollback');
    expect(await readKind(db)).toBe(0);
    other.close();
    await db.destroy();
  });

  it('leaves the others a turn while it saves one server after the other', async () => {
    const [busy, other] = [await openCatalog(file), await openCatalog(file)];
    await busy.startRun(nightlyRun());
    const state = { isWaiting: true, saved: 0 };
    const saving = async (name: number) => {
      for (let next = 0; state.isWaiting; next += 1, state.saved += 1)
        await busy.saveResult(nightlyRun().id, listedLibrary(LIBRARY_TOOLS, libraryEntry(`npm:b-${name}-${next}`)));
    };
    const savers = Array.from({ length: 8 }, (_none, name) => saving(name));
    await other.startRun(nightlyRun('run-of-another'));
    state.isWaiting = false;
    await Promise.all(savers);
    expect(state.saved).toBeGreaterThan(0);
    expect(await busy.findRun({ id: 'run-of-another' })).toBeDefined();
    for (const catalog of [busy, other]) await catalog.close();
  });

  it('can be read meanwhile', async () => {
    const catalog = await openCatalog(file);
    await catalog.startRun(nightlyRun());
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    expect(await catalog.findRun('last')).toEqual(nightlyRun());
    const reader = await openCatalog(file);
    expect(await reader.findRun('last')).toEqual(nightlyRun());
    await reader.close();
    other.exec('rollback');
    other.close();
    await catalog.close();
  });
});

describe('secrets', () => {
  it('that reach the catalogue as secrets land in no file', async () => {
    const canary = 'canary-7f3a9b2e51';
    const catalog = await openCatalog(file);
    const secret = new Secret(canary);
    const run = { ...nightlyRun(), options: JSON.parse(JSON.stringify({ header: secret, text: String(secret) })) };
    await catalog.startRun(run);
    const listed = listedLibrary();
    Object.assign(listed.snapshot.serverInfo, { secret });
    Object.assign(listed.snapshot.tools[0]!, { _meta: { secret } });
    Object.assign(listed.entry, { secret });
    Object.assign(listed.snapshot.provenance, { secret });
    await catalog.saveResult(run.id, listed);
    const failed = failedLibrary();
    Object.assign(failed.failure, { secret });
    await catalog.saveResult(run.id, failed);
    await catalog.finishRun(run);
    const files = readdirSync(join(folder, 'state'));
    expect(files).toContain('catalog.db-wal');
    const bytes = files.map((name) => readFileSync(join(folder, 'state', name)));
    expect(bytes.some((each) => each.includes(canary))).toBe(false);
    expect(bytes.some((each) => each.includes('[redacted]'))).toBe(true);
    await catalog.close();
    expect(existsSync(file)).toBe(true);
  });
});
