import { CompiledQuery, type DatabaseConnection, PostgresDialect } from 'kysely';
import { InputError } from '../../model/fault.ts';
import type { Database } from './database.ts';

/** How long a connection may take to come about. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Connections of one process. */
const MAX_CONNECTIONS = 8;

/** Opens a PostgreSQL database by URL (`postgres://user@host:port/database`). Connects with the first query. */
export async function openPostgres(url: string): Promise<Database> {
  const place = placeOf(url);
  const { Pool } = (await import('pg')).default;
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    max: MAX_CONNECTIONS,
    application_name: 'toolrisk',
  });
  // A connection that breaks while idle is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const dialect = new PostgresDialect({ pool, onCreateConnection: leaveQueriesUncompiled });
  return { kind: 'postgres', dialect, place };
}

/**
 * Each query here reads few rows, so that compiling it (PostgreSQL's "just in time", on by default) takes longer than
 * running it. Set on the connection, since poolers refuse it as an option of the start.
 */
async function leaveQueriesUncompiled(connection: DatabaseConnection): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw('set jit = off'));
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) throw new InputError('the database URL cannot be read: postgres://user@host:port/database');
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
