import { LANES, type Lane } from '../../catalog/schedule/schedule.ts';

/** The queues: one for each lane of servers, one for those that failed again and again, one for nights to begin, one for nights to close. */
export type QueueName = Lane | 'dead-servers' | 'nights' | 'closings';

/** What pg-boss is told of a queue. Times in seconds. */
export type QueueTerms = {
  name: QueueName;
  /**
   * `exclusive`: one job of a key waits or is worked on; `stately`: one waits and one is worked on, so that a job can
   * leave its successor behind before it ends.
   */
  policy: 'standard' | 'exclusive' | 'stately';
  /** How often a job is tried again that failed, or whose worker died. */
  retryLimit: number;
  /** Pause before the first retry; each further one doubles it, up to `retryDelayMax`. */
  retryDelay: number;
  retryBackoff: boolean;
  retryDelayMax: number;
  /** A job that takes longer is given to another worker, even while its own is alive. */
  expireInSeconds: number;
  /** When a finished job leaves the database. */
  deleteAfterSeconds: number;
  deadLetter?: QueueName;
};

const HOUR = 3600;
const RETRIES = { retryDelay: 5, retryBackoff: true, retryDelayMax: 300, deleteAfterSeconds: HOUR } as const;

/** Every queue; dead letters stand before those that send to them. */
export const QUEUES: readonly QueueTerms[] = [
  { name: 'dead-servers', policy: 'standard', ...RETRIES, retryLimit: 100, expireInSeconds: HOUR },
  ...LANES.map(
    (name): QueueTerms => ({
      name,
      policy: 'exclusive',
      ...RETRIES,
      retryLimit: 5,
      // What jobs took is read when their night ends, at the latest when it is not taken up again.
      deleteAfterSeconds: 48 * HOUR,
      expireInSeconds: HOUR,
      deadLetter: 'dead-servers',
    }),
  ),
  { name: 'nights', policy: 'exclusive', ...RETRIES, retryLimit: 3, expireInSeconds: 6 * HOUR },
  { name: 'closings', policy: 'stately', ...RETRIES, retryLimit: 1000, expireInSeconds: 6 * HOUR },
];
