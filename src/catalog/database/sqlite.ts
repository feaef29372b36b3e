import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import { DependencyError } from '../../model/fault.ts';
import { isSqliteBusy } from '../../model/sqlite-error.ts';
import type { Database } from './database.ts';
import { makeFolder } from './make-folder.ts';

/** How long a write waits for another process's write; each save is one short transaction. */
const LOCK_TIMEOUT_MS = 60_000;

/** How long opening, and a read while another process tidies up behind a crash, may stop this process. */
const BUSY_TIMEOUT_MS = 5000;

/** Pause between two tries for the write lock. */
const RETRY_MS = 20;

/**
 * Readers and one writer side by side; a power cut may lose the last servers, never the file. Hashes are inserted all
 * over an index: 32 MB of cache and a longer log (16,000 pages of 4 KB) keep most of it from being written twice. Four times
 * as long saves a little more, but all of it is then written back in one go, which a slow disk may not do in ten seconds.
 */
const SETTINGS =
  'pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -32000; pragma wal_autocheckpoint = 16000';

/** Temporary data in files where they are large. */
const TEMPORARY_AS_USUAL = 'pragma temp_store = default';

/** Prepared statements kept; a catalogue has a few dozen, besides one for each size of list (at most `ROWS_PER_INSERT`). */
const MAX_STATEMENTS = 500;

/** Opens (and creates) a SQLite file, or `:memory:`. A write waits `lockTimeoutMs` for another process's write. */
export function openSqlite(path: string, { lockTimeoutMs = LOCK_TIMEOUT_MS } = {}): Database {
  if (path !== ':memory:') makeFolder(dirname(path));
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    refuseForeignFile(database, path);
    database.exec(SETTINGS);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    kind: 'sqlite',
    dialect: new NodeSqliteDialect(database, lockTimeoutMs),
    place: path,
  };
}

function refuseForeignFile(database: DatabaseSync, path: string): void {
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const names = tables.map((row) => row.name);
  if (names.length > 0 && !names.includes('toolrisk_migrations'))
    throw new DependencyError(`${path} belongs to another program: give --database another file.`);
}

/** Kysely's SQLite dialect over Node's own driver, with transactions that take the write lock when they begin. */
class NodeSqliteDialect extends SqliteDialect {
  readonly #database: DatabaseSync;
  readonly #lockTimeoutMs: number;

  constructor(database: DatabaseSync, lockTimeoutMs: number) {
    super({ database: overNode(database) });
    this.#database = database;
    this.#lockTimeoutMs = lockTimeoutMs;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#database, this.#lockTimeoutMs);
  }
}

/**
 * All writes are transactions, and a transaction takes the write lock when it begins: one that reads first and writes
 * later would fail when another process wrote in between. The wait for the lock leaves the process free.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  readonly #lockTimeoutMs: number;

  constructor(database: DatabaseSync, lockTimeoutMs: number) {
    super({ database: overNode(database) });
    this.#database = database;
    this.#lockTimeoutMs = lockTimeoutMs;
  }

  /**
   * What SQLite keeps to take one statement back stays in memory: in a file it costs a tenth of all writing. Only within
   * a transaction, since a sort or a VACUUM outside would hold as much as it reads.
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    this.#database.exec('pragma temp_store = memory');
    const deadline = performance.now() + this.#lockTimeoutMs;
    await connection.executeQuery(CompiledQuery.raw('pragma busy_timeout = 0'));
    try {
      while (!(await hasBegun(connection, deadline))) await setTimeout(RETRY_MS);
    } catch (error) {
      this.#database.exec(TEMPORARY_AS_USUAL);
      throw error;
    } finally {
      await connection.executeQuery(CompiledQuery.raw(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`));
    }
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.#database.exec(TEMPORARY_AS_USUAL);
  }

  /** On a full disk or a disk error SQLite has already rolled back; a second time would hide that error by its own. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
    this.#database.exec(TEMPORARY_AS_USUAL);
  }
}

async function hasBegun(connection: DatabaseConnection, deadline: number): Promise<boolean> {
  try {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    return true;
  } catch (error) {
    if (isSqliteBusy(error) && performance.now() < deadline) return false;
    throw error;
  }
}

function overNode(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = overStatement(database.prepare(sql));
        const oldest = statements.keys().next().value;
        if (statements.size >= MAX_STATEMENTS && oldest !== undefined) statements.delete(oldest);
        statements.set(sql, statement);
      }
      return statement;
    },
  };
}

function overStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(asInput)),
    run: (parameters) => statement.run(...parameters.map(asInput)),
    iterate: (parameters) => statement.iterate(...parameters.map(asInput)),
  };
}

/** The catalogue writes texts, numbers and nulls only. */
function asInput(value: unknown): SQLInputValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
  throw new TypeError(`a ${typeof value} cannot be written`);
}
