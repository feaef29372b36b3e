import type { Migration } from './migration.ts';

/** The answers of language models, by the hash of what was asked. */
export const llmAnswers: Migration = {
  name: '0002-llm-answers',
  up: async (db) => {
    await db.schema
      .createTable('llm_answers')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('answer', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .execute();
  },
};
