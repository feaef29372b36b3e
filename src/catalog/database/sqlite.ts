import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
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
import type { Database } from './database.ts';

/** How long a write waits for another process's write. */
const BUSY_TIMEOUT_MS = 5000;

/** Prepared statements kept; a catalogue has a few dozen, besides one for each size of a list's last insert. */
const MAX_STATEMENTS = 300;

/** Opens (and creates) a SQLite file, or `:memory:`. */
export function openSqlite(path: string): Database {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    refuseForeignFile(database, path);
    // Readers and one writer side by side; a power cut may lose the last servers, never the file.
    database.exec('pragma journal_mode = wal; pragma synchronous = normal');
  } catch (error) {
    database.close();
    throw error;
  }
  return { kind: 'sqlite', dialect: new NodeSqliteDialect({ database: overNode(database) }), place: path };
}

function refuseForeignFile(database: DatabaseSync, path: string): void {
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const names = tables.map((row) => row.name);
  if (names.length > 0 && !names.includes('toolrisk_migrations'))
    throw new DependencyError(`${path} belongs to another program: give --database another file.`);
}

/** Kysely's SQLite dialect over Node's own driver, with transactions that take the write lock when they begin. */
class NodeSqliteDialect extends SqliteDialect {
  readonly #config: { database: SqliteDatabase };

  constructor(config: { database: SqliteDatabase }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config);
  }
}

class ImmediateDriver extends SqliteDriver {
  /** A transaction that reads first and writes later would fail at once, instead of waiting, when another one wrote in between. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
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
