import type { Kysely } from 'kysely';
import type { DatabaseKind } from '../database/database.ts';
import { type Guard, guardedStream } from '../database/dependency-error.ts';
import type { CatalogTables } from '../schema.ts';
import { queryClones } from './clones.ts';
import { queryFailures } from './failures.ts';
import type { CatalogQueries } from './queries.ts';
import { queryServer } from './server.ts';
import { queryServers } from './servers.ts';
import { queryStats } from './stats.ts';
import { queryTool } from './tool.ts';
import { queryTools } from './tools.ts';

/** The queries on an opened database. */
export function openQueries(db: Kysely<CatalogTables>, kind: DatabaseKind, guard: Guard): CatalogQueries {
  return {
    tools: (filter) => guardedStream(queryTools(db, kind, filter), guard),
    servers: (filter) => guardedStream(queryServers(db, kind, filter), guard),
    failures: (filter) => guardedStream(queryFailures(db, filter), guard),
    clones: (filter) => guardedStream(queryClones(db, filter), guard),
    tool: (which) => guard(() => queryTool(db, which)),
    server: (id) => guard(() => queryServer(db, id)),
    stats: (moment) => guard(() => queryStats(db, moment)),
  };
}
