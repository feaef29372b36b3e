import { firstTables } from './0001-first-tables.ts';
import { llmAnswers } from './0002-llm-answers.ts';
import { queriesAndFeed } from './0003-queries-and-feed.ts';
import { reviewEvents } from './0004-review-events.ts';
import { ledgersAndPruning } from './0005-ledgers-and-pruning.ts';
import { schedule } from './0006-schedule.ts';
import { clones } from './0007-clones.ts';
import { reviewIndexes } from './0008-review-indexes.ts';
import { quickDoubtsAndFailures } from './0009-quick-doubts-and-failures.ts';
import { fewerIndexes } from './0010-fewer-indexes.ts';
import type { Migration } from './migration.ts';

/** All steps of the schema in the order in which they are applied; append only. */
export const MIGRATIONS: readonly Migration[] = [
  firstTables,
  llmAnswers,
  queriesAndFeed,
  reviewEvents,
  ledgersAndPruning,
  schedule,
  clones,
  reviewIndexes,
  quickDoubtsAndFailures,
  fewerIndexes,
];
