import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeFolder } from '../catalog/database/make-folder.ts';
import { classificationLine } from '../model/classification-line.ts';
import { DependencyError, InputError } from '../model/fault.ts';
import type { ListedResult, Run, ServerResult } from '../model/run.ts';
import { inBlocks } from './in-blocks.ts';

/** The files of a run folder with one record a line. */
const RUN_LINES = ['entries.jsonl', 'snapshots.jsonl', 'failures.jsonl', 'classifications.jsonl'] as const;

/** Where a run leaves its files; without a folder every method does nothing. */
export type RunFolder = {
  /** Absolute path; absent when the run leaves no files. */
  path?: string;
  startRun: (run: Run) => Promise<void>;
  /** Appends the records of one server, whole lines in one write each. */
  append: (result: ServerResult) => Promise<void>;
  /** Writes a whole file under its final name only when it is complete. */
  write: (name: string, chunks: AsyncIterable<string> | Iterable<string>) => Promise<string>;
};

const NO_FOLDER: RunFolder = { startRun: async () => {}, append: async () => {}, write: async () => '' };

/**
 * Opens a folder for a run. An earlier run's files in it are replaced; a folder with other things in it is refused
 * with `InputError` and left as it was. Its methods throw `DependencyError` where the disk refuses a write.
 */
export async function openRunFolder(out: string | undefined): Promise<RunFolder> {
  if (out === undefined) return NO_FOLDER;
  const path = resolve(out);
  await claim(path);
  let last: Promise<void> = Promise.resolve();
  const addLines = async (result: ServerResult): Promise<void> => {
    for (const [file, lines] of linesOf(result))
      if (lines.length > 0) await onDisk(path, () => appendFile(join(path, file), lines.join('')));
  };
  const write: RunFolder['write'] = async (name, chunks) => {
    const file = join(path, name);
    const part = `${file}.${randomBytes(4).toString('hex')}.part`;
    try {
      const stream = inBlocks(chunks);
      await onDisk(path, () => writeFile(part, stream));
      await onDisk(path, () => rename(part, file));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return file;
  };
  return {
    path,
    write,
    startRun: async (run) => {
      await write('run.json', [`${JSON.stringify(run, null, 2)}\n`]);
    },
    append: (result) => {
      last = last.then(() => addLines(result));
      return last;
    },
  };
}

async function claim(path: string): Promise<void> {
  try {
    makeFolder(path);
    const names = await readdir(path);
    // A run that was killed early has left empty files and no run.json.
    const own: readonly string[] = [...RUN_LINES, 'policies'];
    const isForeign = names.some((name) => !own.includes(name)) && !names.includes('run.json');
    if (isForeign) throw new InputError(`--out ${path} holds other things than a run; name an empty or a new folder`);
    for (const name of [...RUN_LINES, 'account.json', 'policies'])
      await rm(join(path, name), { recursive: true, force: true });
    await mkdir(join(path, 'policies'));
    for (const name of RUN_LINES) await writeFile(join(path, name), '');
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`--out ${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

/** Codes of the system that speak of the disk, not of us: full, over quota, broken, read-only, taken away. */
const DISK_CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ESTALE']);

/** Runs a piece of writing in the folder; throws `DependencyError` where the disk refuses it. */
async function onDisk(folder: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!DISK_CODES.has(code)) throw cause;
    throw new DependencyError(
      `--out ${folder} cannot be written (${code}): make room there or name another folder; what was found so far is in the catalogue`,
      { cause },
    );
  }
}

function linesOf(result: ServerResult): [file: (typeof RUN_LINES)[number], lines: string[]][] {
  const entry: [(typeof RUN_LINES)[number], string[]] = [
    'entries.jsonl',
    [line({ target: result.target, ...changeOf(result), ...result.entry })],
  ];
  if (result.status === 'failed') return [entry, ['failures.jsonl', [line(result.failure)]]];
  const verdicts = result.classifications.map((_verdict, index) => line(classificationLine(result, index)));
  return [entry, ['snapshots.jsonl', [line(result.snapshot)]], ['classifications.jsonl', verdicts]];
}

function changeOf(result: ServerResult): { change?: ListedResult['change'] } {
  return result.status === 'listed' ? { change: result.change } : {};
}

function line(record: unknown): string {
  return `${JSON.stringify(record)}\n`;
}
