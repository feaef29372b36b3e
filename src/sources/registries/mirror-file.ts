import { hash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isSqliteBusy } from '../../model/sqlite-error.ts';

/** How far a mirror is: when the registry last gave its whole list, and from when on its changes are to be asked for. */
export type MirrorState = { wholeAt: Date; changesSince: Date };

/**
 * A registry's entries as they were last listed, in a file. All writing is one transaction, which ends with `keep`. Methods
 * throw errors of `node:sqlite` where the file is damaged or its disk is full.
 */
export type MirrorFile = {
  /** Undefined while no list was ever read to its end. */
  state: () => MirrorState | undefined;
  /** Puts an entry in the place of an earlier one of that name. */
  put: (name: string, record: unknown) => void;
  /** Removes what this listing did not name. */
  dropUnlisted: () => void;
  /** Commits what was put; the state stays as it was where none is given. */
  keep: (state?: MirrorState) => void;
  /** All entries in the order of their names, one at a time. */
  records: () => Iterable<unknown>;
  /** Closes the file; what was not kept is lost. */
  close: () => void;
  /** Closes the file and removes it. */
  drop: () => void;
};

/** Moves with the shape of the tables: a file of another version is thrown away, as it can be had again. */
const VERSION = 1;

/** Pages of 4 KB that a file may have: 1 GB, some twenty times what 43,000 entries take. A registry that never ends fills no disk. */
const MAX_PAGES = 250_000;

const TABLES = `
  create table if not exists entries (name text primary key, record text not null, listing integer not null);
  create table if not exists state (
    id integer primary key check (id = 0), listing integer not null, whole_at text, changes_since text);
  insert or ignore into state (id, listing) values (0, 0);
  pragma user_version = ${VERSION}`;

/**
 * Opens the mirror of the registry at `place` in a folder, which is made. A damaged file is begun anew. Undefined where
 * it cannot be used: another process writes to it, or nobody may.
 */
export function openMirrorFile(folder: string, place: string): MirrorFile | undefined {
  const path = join(folder, `${hash('sha256', place).slice(0, 24)}.db`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return begin(path);
  } catch (error) {
    return isSqliteBusy(error) ? undefined : beginAnew(path);
  }
}

function beginAnew(path: string): MirrorFile | undefined {
  try {
    remove(path);
    return begin(path);
  } catch {
    return undefined;
  }
}

function remove(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

function begin(path: string): MirrorFile {
  const database = new DatabaseSync(path);
  try {
    // In this mode a night that still reads keeps no other from writing.
    database.exec(`pragma max_page_count = ${MAX_PAGES}; pragma journal_mode = wal; begin immediate`);
    const version = database.prepare('pragma user_version').get()?.user_version;
    if (version !== 0 && version !== VERSION) throw new Error(`a mirror of version ${String(version)}`);
    database.exec(TABLES);
    database.exec('update state set listing = listing + 1');
    return on(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
}

function on(database: DatabaseSync, path: string): MirrorFile {
  const insert =
    database.prepare(`insert into entries (name, record, listing) values (?, ?, (select listing from state))
    on conflict (name) do update set record = excluded.record, listing = excluded.listing`);
  return {
    state: () => {
      const row = database.prepare('select whole_at, changes_since from state').get();
      const { whole_at: wholeAt, changes_since: changesSince } = row ?? {};
      if (typeof wholeAt !== 'string' || typeof changesSince !== 'string') return undefined;
      return { wholeAt: new Date(wholeAt), changesSince: new Date(changesSince) };
    },
    put: (name, record) => {
      insert.run(name.toWellFormed(), JSON.stringify(record));
    },
    dropUnlisted: () => database.exec('delete from entries where listing < (select listing from state)'),
    keep: (state) => {
      if (state !== undefined)
        database
          .prepare('update state set whole_at = ?, changes_since = ?')
          .run(state.wholeAt.toISOString(), state.changesSince.toISOString());
      database.exec('commit');
    },
    *records() {
      for (const { record } of database.prepare('select record from entries order by name').iterate())
        yield JSON.parse(String(record));
    },
    close: () => database.close(),
    drop: () => {
      database.close();
      remove(path);
    },
  };
}
