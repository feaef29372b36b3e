import type { Kysely } from 'kysely';
import type { CatalogTables } from './schema.ts';

/** Reads a remembered answer. */
export async function readAnswer(db: Kysely<CatalogTables>, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('llm_answers').select('answer').where('key', '=', key).executeTakeFirst();
  if (row === undefined) return undefined;
  const answer: string = JSON.parse(row.answer);
  return answer;
}

/** Keeps an answer; of two for one key the first stays. */
export async function saveAnswer(db: Kysely<CatalogTables>, key: string, answer: string, at: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('llm_answers')
      .values({ key, answer: JSON.stringify(answer), at })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
