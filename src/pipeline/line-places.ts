import { type FileHandle, open } from 'node:fs/promises';

/** Where a line stands in a file: bytes from its start, its line end not counted. */
export type LinePlace = { start: number; length: number };

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 10;

/** The places of all whole lines of a file; a last line without a line end is left out. An absent file has none. */
export async function* placesOfLines(path: string): AsyncGenerator<LinePlace> {
  const file = await openIfThere(path);
  if (file === undefined) return;
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let start = 0;
    let position = 0;
    for (let read = await file.read(chunk); read.bytesRead > 0; read = await file.read(chunk)) {
      const filled = chunk.subarray(0, read.bytesRead);
      for (let at = filled.indexOf(LINE_FEED); at !== -1; at = filled.indexOf(LINE_FEED, at + 1)) {
        yield { start, length: position + at - start };
        start = position + at + 1;
      }
      position += read.bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** The JSON value of one line; undefined where it is none. */
export async function readLineAt(file: FileHandle, { start, length }: LinePlace): Promise<unknown> {
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, start);
  try {
    return JSON.parse(buffer.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
