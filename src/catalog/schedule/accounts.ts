import type { Kysely } from 'kysely';
import { Account } from '../../model/account.ts';
import { columnText } from '../column-text.ts';
import type { CatalogTables } from '../schema.ts';

/** Saves the account of a run, in place of an earlier one. */
export async function saveAccount(db: Kysely<CatalogTables>, account: Account): Promise<void> {
  const row = { run_id: account.run, at: account.at, account: JSON.stringify(account) };
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('accounts')
      .values(row)
      .onConflict((conflict) => conflict.column('run_id').doUpdateSet({ at: row.at, account: row.account }))
      .execute();
  });
}

/** Reads the account of a run, or the last one. */
export async function readAccount(
  db: Kysely<CatalogTables>,
  which: { run: string } | 'last',
): Promise<Account | undefined> {
  const query = db.selectFrom('accounts').select('account');
  const row = await (which === 'last'
    ? query.orderBy('at', 'desc').limit(1)
    : query.where('run_id', '=', columnText(which.run))
  ).executeTakeFirst();
  return row === undefined ? undefined : Account.parse(JSON.parse(row.account));
}
