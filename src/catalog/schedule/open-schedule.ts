import type { Kysely } from 'kysely';
import { type Guard, guardedStream } from '../database/dependency-error.ts';
import type { CatalogTables } from '../schema.ts';
import { readAccount, saveAccount } from './accounts.ts';
import { createBatches } from './batches.ts';
import { decide, readFacts } from './decide.ts';
import { nameServers } from './name-servers.ts';
import { readNightFigures } from './night-figures.ts';
import { readCounts, readDue, readDueServer, readReviewed } from './read-due.ts';
import { saveUnchanged } from './save-unchanged.ts';
import type { Outcome, ScheduleStore, UnchangedServer } from './schedule.ts';
import { settle } from './settle.ts';

/** The schedule on an opened database. */
export function openSchedule(db: Kysely<CatalogTables>, guard: Guard): ScheduleStore {
  const outcomes = createBatches<Outcome>((run, batch) =>
    db.transaction().execute(async (transaction) => {
      for (const outcome of batch) await settle(transaction, run, outcome);
    }),
  );
  const unchanged = createBatches<UnchangedServer>((run, batch) =>
    db.transaction().execute((transaction) => saveUnchanged(transaction, run, batch)),
  );
  return {
    name: (run, servers) => guard(() => nameServers(db, run, servers)),
    decide: (run, which, choose) => guard(() => decide(db, run, which, choose)),
    factsOf: (servers) => guard(() => readFacts(db, servers)),
    due: (run, lane) => guardedStream(readDue(db, run, lane), guard),
    dueServer: (run, server) => guard(() => readDueServer(db, run, server)),
    settle: (run, outcome) => guard(() => outcomes(run, outcome)),
    saveUnchanged: (run, server) => guard(() => unchanged(run, server)),
    counts: (run) => guard(() => readCounts(db, run)),
    figures: (run, now) => guard(() => readNightFigures(db, run, now)),
    reviewed: () => guard(() => readReviewed(db)),
    saveAccount: (account) => guard(() => saveAccount(db, account)),
    account: (which) => guard(() => readAccount(db, which)),
  };
}
