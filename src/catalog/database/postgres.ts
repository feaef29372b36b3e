import { PostgresDialect } from 'kysely';
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
  return { kind: 'postgres', dialect: new PostgresDialect({ pool }), place };
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) throw new InputError('the database URL cannot be read: postgres://user@host:port/database');
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
