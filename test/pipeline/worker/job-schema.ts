import { Kysely, sql } from 'kysely';
import { openPostgres } from '../../../src/catalog/database/postgres.ts';
import { type JobQueue, openJobQueue } from '../../../src/pipeline/worker/job-queue.ts';
import { freshSchema } from '../../catalog/databases.ts';

/** A fresh catalogue schema on a PostgreSQL server with the schema of its jobs, and a raw view of both. */
export type JobSchema = {
  url: string;
  raw: Kysely<unknown>;
  /** Name of the table of jobs. */
  jobs: string;
  open: () => Promise<JobQueue>;
  drop: () => Promise<void>;
};

/** Makes one; a worker counts as dead after ten seconds, the shortest that pg-boss knows. */
export async function freshJobSchema(server: string): Promise<JobSchema> {
  const { url, drop } = await freshSchema(server);
  const raw = new Kysely<unknown>({ dialect: (await openPostgres(url)).dialect });
  const { rows } = await sql<{ name: string }>`select current_schema() as name`.execute(raw);
  const schema = `jobs_of_${rows[0]?.name}`;
  return {
    url,
    raw,
    jobs: `${schema}.job`,
    open: () => openJobQueue({ url, heartbeatSeconds: 10, onError: () => undefined }),
    drop: async () => {
      await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(raw);
      await raw.destroy();
      await drop();
    },
  };
}
