import type { Account, DueReason } from '../../model/account.ts';
import type { FailureCode } from '../../model/failure.ts';
import type { ServerEntry } from '../../model/server-entry.ts';
import type { Provenance } from '../../model/snapshot.ts';
import type { NightFigures } from './night-figures.ts';

/** What limits how many servers are looked at side by side: fetching and starting packages, commands, contacting hosts. */
export const LANES = ['installs', 'stdio', 'remotes'] as const;
export type Lane = (typeof LANES)[number];

/** A server as sources name it tonight. */
export type NamedServer = {
  target: string;
  entry: ServerEntry;
  lane: Lane;
  /** Host and port of a remote; empty for others. */
  host: string;
  isWithdrawn: boolean;
  /** Whether its package moves on under an unchanged entry. */
  isMoving: boolean;
};

/** What is remembered of a server when it is asked whether it is due. */
export type ScheduleFacts = {
  /** Key of the row. */
  server: string;
  lane: Lane;
  isMoving: boolean;
  recordHash: string;
  triedHash: string | null;
  /** ISO 8601. */
  triedAt: string | null;
  /** ISO 8601. */
  listedAt: string | null;
  judgedBy: string | null;
  failureCode: FailureCode | null;
  failures: number;
};

/** Why a server is looked at; `ask-version`: its registry is asked first whether there is a newer version. */
export type ScheduleReason = DueReason | 'ask-version';

/** A server that is due and not done, with what looking at it needs. */
export type DueServer = {
  /** Key of the row; the server's id is that of the entry. */
  server: string;
  target: string;
  entry: ServerEntry;
  lane: Lane;
  host: string;
  reason: ScheduleReason;
  recordHash: string;
  /** Of the last list: what classified it, hash of the answer, the exact package that ran, when. */
  judgedBy: string | null;
  /** Null where the record moved since, or the catalogue holds another list by now. */
  answerHash: string | null;
  ran: string | null;
  listedAt: string | null;
  /** Whether the catalogue holds a list of it. */
  isListed: boolean;
};

/** What becomes of a server's row when it was looked at. Times are ISO 8601. */
export type Outcome = Pick<DueServer, 'server' | 'recordHash'> &
  (
    | {
        kind: 'listed';
        at: string;
        reason: DueReason;
        judgedBy: string | null;
        answerHash: string | null;
        ran: string | null;
      }
    | { kind: 'rejudged'; judgedBy: string | null }
    | { kind: 'failed'; at: string; reason: DueReason; code: FailureCode }
    | { kind: 'no-newer-version' }
  );

/** A server that gave the very answer that the catalogue holds: one row of the run, and no other. */
export type UnchangedServer = { due: DueServer; provenance: Provenance };

/** What is counted of a run by its rows. */
export type ScheduleCounts = {
  /** Rows that the run named, without the withdrawn ones. */
  named: number;
  withdrawn: number;
  /** Rows that it did not name. */
  unnamed: number;
  reasons: Partial<Record<ScheduleReason, number>>;
  /** Due and not done, also by lane. */
  remaining: number;
  lanes: Record<Lane, number>;
};

/** When each named server is looked at next. Streams hold a page at a time, so that they may be written meanwhile. */
export type ScheduleStore = {
  /** Notes what the sources of a run name. */
  name: (run: string, servers: readonly NamedServer[]) => Promise<void>;
  /**
   * Marks what is due in a run, all at once or not at all: of the servers that it named, or of all that are known where
   * its listing was incomplete. `choose` must be quick and pure.
   */
  decide: (
    run: string,
    which: 'named' | 'known',
    choose: (facts: ScheduleFacts) => ScheduleReason | undefined,
  ) => Promise<void>;
  /** What is remembered of servers, for a decision that is only told: nothing is written. In the order given. */
  factsOf: (servers: readonly NamedServer[]) => Promise<ScheduleFacts[]>;
  /** What is due and not done, in an order in which hosts are mixed. */
  due: (run: string, lane: Lane) => AsyncIterable<DueServer>;
  /** One of them; undefined where it is done, or was never due. */
  dueServer: (run: string, server: string) => Promise<DueServer | undefined>;
  /** Notes what became of a server: those that wait share a transaction. */
  settle: (run: string, outcome: Outcome) => Promise<void>;
  /** Saves a server whose answer did not change, and its outcome: those that wait share a transaction. */
  saveUnchanged: (run: string, server: UnchangedServer) => Promise<void>;
  /** Counts of a run. */
  counts: (run: string) => Promise<ScheduleCounts>;
  /** What an account tells of a run by the rows of the catalogue; `now` is ISO 8601. */
  figures: (run: string, now: string) => Promise<NightFigures>;
  /** Keys of servers on which, or on whose tool set, people decided. */
  reviewed: () => Promise<Set<string>>;
  /** Saves the account of a run, in place of an earlier one. */
  saveAccount: (account: Account) => Promise<void>;
  /** The account of a run, or of the last one that has one. */
  account: (which: { run: string } | 'last') => Promise<Account | undefined>;
};
