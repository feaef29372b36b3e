/** SQLite's result code for a lock that another connection holds (sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;

/** The result code in an error of `node:sqlite`; undefined for any other error. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Whether an error of `node:sqlite` says that another connection holds the lock. */
export function isSqliteBusy(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_BUSY;
}
