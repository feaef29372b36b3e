import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { InputError } from '../model/fault.ts';

/** Bytes of a file of decisions: a person's whole career has room. */
const MAX_BYTES = 64 * 2 ** 20;

/** The text of a file of decisions and its format, from its name where it was not given; `-` is `stdin`. */
export async function readJournalFile(
  file: string,
  given: 'csv' | 'jsonl' | undefined,
  stdin: Readable,
): Promise<{ text: string; format: 'csv' | 'jsonl' }> {
  const format = given ?? formatOf(file);
  if (format === undefined) throw new InputError(`say with --format csv or --format jsonl what ${file} is`);
  return { text: file === '-' ? await readAll(stdin) : await readBounded(file), format };
}

function formatOf(file: string): 'csv' | 'jsonl' | undefined {
  if (/\.csv$/i.test(file)) return 'csv';
  return /\.(?:jsonl|ndjson)$/i.test(file) ? 'jsonl' : undefined;
}

async function readBounded(file: string): Promise<string> {
  let size: number;
  try {
    ({ size } = await stat(file));
    if (size <= MAX_BYTES) return await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError(`${file} cannot be read`, { cause });
  }
  throw new InputError(`${file} is larger than 64 MiB`);
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BYTES) throw new InputError('the input is larger than 64 MiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
