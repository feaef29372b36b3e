import { serversAndVerdicts } from './0001-servers-and-verdicts.ts';
import { llmAnswers } from './0002-llm-answers.ts';
import type { Migration } from './migration.ts';

/** All steps of the schema in the order in which they are applied; append only. */
export const MIGRATIONS: readonly Migration[] = [serversAndVerdicts, llmAnswers];
