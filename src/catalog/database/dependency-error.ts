import { DependencyError } from '../../model/fault.ts';

/** SQLite's primary result codes (sqlite.org/rescode.html) that speak of the file, not of us. */
const SQLITE_SENTENCES: ReadonlyMap<number, string> = new Map([
  [3, 'may not be accessed: check its permissions, or give --database another file.'],
  [5, 'is held by another process: wait until it is done, or give --database another file.'],
  [6, 'is held by another process: wait until it is done, or give --database another file.'],
  [8, 'cannot be written: check its permissions, or give --database another file.'],
  [10, 'cannot be read or written (disk error): check the disk.'],
  [11, 'is damaged: restore a backup, or give --database another file.'],
  [13, 'cannot grow: the disk is full.'],
  [14, 'cannot be opened: check that its folder exists and can be written, or give --database another file.'],
  [15, 'is held by another process: wait until it is done, or give --database another file.'],
  [23, 'may not be accessed: check its permissions, or give --database another file.'],
  [26, 'is not a SQLite database: give --database another file.'],
]);

/** Error codes of PostgreSQL (appendix A) and of Node's sockets that speak of the server, not of us. */
const POSTGRES_CODES =
  /^(?:08|28|3D|53|57P|58|XX)|^(?:42501|25006|55P03)$|^E(?:CONN|HOSTUNREACH|NETUNREACH|PIPE|TIMEDOUT|AI_|NOTFOUND)/;

/** Turns what a database throws when it cannot serve into a `DependencyError`; anything else is thrown as it is. */
export function asDependencyError(error: unknown, place: string): unknown {
  if (!(error instanceof Error) || error instanceof DependencyError) return error;
  const { code, errcode, syscall }: Error & { code?: unknown; errcode?: unknown; syscall?: unknown } = error;
  if (typeof errcode === 'number') {
    const sentence = SQLITE_SENTENCES.get(errcode & 0xff);
    if (sentence !== undefined) return new DependencyError(`The catalogue ${place} ${sentence}`, { cause: error });
  }
  if (syscall === 'mkdir')
    return new DependencyError(`The folder of the catalogue ${place} cannot be made: ${error.message}.`, {
      cause: error,
    });
  const refused =
    (typeof code === 'string' && POSTGRES_CODES.test(code)) ||
    /^(?:Connection terminated|timeout )/.test(error.message);
  if (!refused) return error;
  const reason = error.message === '' ? String(code) : error.message;
  return new DependencyError(`The catalogue ${place} cannot be used: ${reason}. Check that the database runs.`, {
    cause: error,
  });
}

/** Runs a piece of work on the database and turns its errors as `asDependencyError` does. */
export async function guarded<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDependencyError(error, place);
  }
}

/** Runs a piece of work that may fail as databases do. */
export type Guard = <T>(work: () => Promise<T>) => Promise<T>;

/** The same for each step of a stream. */
export async function* guardedStream<T>(stream: AsyncIterable<T>, guard: Guard): AsyncGenerator<T, void, void> {
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await guard(() => iterator.next());
      if (done === true) return;
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
