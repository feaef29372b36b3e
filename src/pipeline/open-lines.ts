import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { InputError } from '../model/fault.ts';

/** Bytes read at once. */
const CHUNK_BYTES = 256 * 2 ** 10;

/** Opens a file to read from and a file to write to. Throws `InputError` when one cannot be opened or both are the same. */
export async function openLines(input: string | Readable, output: string | Writable): Promise<[Readable, Writable]> {
  const reader = typeof input === 'string' ? await openInput(input) : input;
  if (typeof input === 'string' && typeof output === 'string' && (await isSameFile(input, output)))
    throw new InputError('the input and the output are the same file');
  const writer = typeof output === 'string' ? createWriteStream(output) : output;
  if (typeof output === 'string') await opened(writer, output);
  return [reader, writer];
}

/** Opens a file to read from. Throws `InputError` when it cannot be opened. */
export async function openInput(path: string): Promise<Readable> {
  const reader = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  await opened(reader, path);
  return reader;
}

async function opened(stream: Readable | Writable, path: string): Promise<void> {
  try {
    await once(stream, 'open');
  } catch (cause) {
    throw new InputError(`${path} cannot be opened: ${cause instanceof Error ? cause.message : 'unknown error'}`, {
      cause,
    });
  }
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => realpath(path).catch(() => undefined)));
  return first !== undefined && first === second && !first.startsWith('/dev/');
}
