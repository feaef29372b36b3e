import { DependencyError } from '../../model/fault.ts';
import { guarded } from '../database/dependency-error.ts';

/** Any fixed number of our own beside those of migrations and feed; the second key is the schema. */
const NIGHT_LOCK = 7_665_749;

/**
 * Takes the lock of a PostgreSQL catalogue on a connection of its own: it ends with the connection, however the process
 * ends. Throws `DependencyError` where another night holds it.
 */
export async function takeAdvisoryLock(url: string): Promise<{ release: () => Promise<void> }> {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: url, application_name: 'toolrisk nightly', keepAlive: true });
  client.on('error', () => undefined);
  return await guarded('of this night', async () => {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1, hashtext(current_schema())) as taken',
      [NIGHT_LOCK],
    );
    if (rows[0]?.taken === true) return { release: () => client.end() };
    await client.end();
    throw new DependencyError('another night runs over this catalogue: wait until it is done');
  });
}
