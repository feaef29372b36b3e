import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { DependencyError } from '../../model/fault.ts';
import { isSqliteBusy } from '../../model/sqlite-error.ts';

/** A lock that is held. */
export type HeldLock = {
  /** Who held it before and ended without releasing it, a sentence; absent where nobody did. */
  tookOver?: string;
  release: () => void;
};

/** Who holds a lock. */
type Holder = { pid: number; host: string; since: string };

/**
 * Takes the lock of a SQLite catalogue: a small SQLite file beside it, in which a write transaction stays open, so that
 * the system itself lets go of it however the process ends. Throws `DependencyError` where another night holds it.
 */
export function takeLockFile(file: string, now: Date): HeldLock {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec('begin immediate; create table if not exists holder (pid integer, host text, since text)');
    const before = readHolder(lock);
    lock.exec('delete from holder');
    lock.prepare('insert into holder values (?, ?, ?)').run(process.pid, hostname(), now.toISOString());
    // Committed, so that others can read who it is, and begun again, so that they cannot take it.
    lock.exec('commit; begin immediate');
    const release = (): void => {
      lock.exec('delete from holder; commit');
      lock.close();
    };
    if (before === undefined) return { release };
    return { tookOver: `took over the lock of ${describe(before)}, which ended without releasing it`, release };
  } catch (error) {
    const holder = isSqliteBusy(error) ? describe(readHolder(lock)) : undefined;
    lock.close();
    if (holder === undefined) throw error;
    throw new DependencyError(`another night runs over this catalogue: ${holder}; wait until it is done`, {
      cause: error,
    });
  }
}

function readHolder(lock: DatabaseSync): Holder | undefined {
  try {
    const row = lock.prepare('select pid, host, since from holder').get();
    if (row === undefined) return undefined;
    return { pid: Number(row.pid), host: String(row.host), since: String(row.since) };
  } catch {
    return undefined;
  }
}

function describe(holder: Holder | undefined): string {
  if (holder === undefined) return 'a process that has just begun';
  return `process ${holder.pid} on ${holder.host}, since ${holder.since}`;
}
