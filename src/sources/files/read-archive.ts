import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { MAX_FILE_BYTES, type TextFile } from './text-file.ts';

/** Bytes that an archive may unpack to: real checkouts of registries stay below 200 MB. */
const MAX_UNPACKED_BYTES = 2 * 2 ** 30;

/**
 * The wanted files of a `.tar.gz` or `.tar`, in the order of the archive. Nothing is unpacked to disk, links are passed
 * over, and one chunk with its files is held at a time.
 */
export async function* readArchive(
  file: string,
  isWanted: (path: string) => boolean,
): AsyncGenerator<TextFile, void, void> {
  const ready: TextFile[] = [];
  const parser = new Parser({
    filter: (path, entry) => 'type' in entry && entry.type === 'File' && isWanted(path),
    onReadEntry: (entry) => collect(entry, (found) => ready.push(found)),
  });
  let unpacked = 0;
  for await (const chunk of unzipped(file)) {
    if (!Buffer.isBuffer(chunk)) continue;
    unpacked += chunk.length;
    if (unpacked > MAX_UNPACKED_BYTES) throw new RangeError('it unpacks to more than 2 GB');
    parser.write(chunk);
    yield* ready.splice(0);
  }
  parser.end();
  yield* ready.splice(0);
}

function unzipped(file: string): Readable {
  const packed = createReadStream(file);
  // When the file or the unpacking fails, pipeline() ends both, and whoever reads gets the error.
  return /gz$/i.test(file) ? pipeline(packed, createGunzip(), () => undefined) : packed;
}

function collect(entry: ReadEntry, done: (found: TextFile) => void): void {
  const { path } = entry;
  if (entry.size > MAX_FILE_BYTES) {
    entry.resume();
    done({ path });
    return;
  }
  const chunks: Buffer[] = [];
  entry.on('data', (chunk) => chunks.push(chunk));
  entry.on('end', () => done({ path, text: Buffer.concat(chunks).toString('utf8') }));
}
