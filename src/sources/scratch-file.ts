import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a text lies in the file. */
export type Span = { offset: number; length: number };

/** A file for texts that wait; only its owner can read it. */
export type ScratchFile = {
  /** Puts a text at the end. */
  append: (text: string) => Promise<Span>;
  /** Reads one back; fast where the spans ascend. */
  read: (span: Span) => Promise<string>;
  /** Closes and removes it. */
  close: () => Promise<void>;
};

/** Bytes written and read at once. */
const BLOCK_BYTES = 2 ** 20;

/** Opens an empty file in a folder of its own under `scratch`. */
export async function openScratchFile(scratch: string): Promise<ScratchFile> {
  const folder = await mkdtemp(join(scratch, 'merge-'));
  const file = await open(join(folder, 'entries.jsonl'), 'wx+', 0o600);
  let waiting: Buffer[] = [];
  let written = 0;
  let end = 0;
  let block = { offset: 0, bytes: Buffer.alloc(0) };
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    if (bytes.length > 0) await file.appendFile(bytes);
    written += bytes.length;
  };
  return {
    async append(text) {
      const bytes = Buffer.from(`${text}\n`);
      const span = { offset: end, length: bytes.length };
      waiting.push(bytes);
      end += bytes.length;
      if (end - written > BLOCK_BYTES) await flush();
      return span;
    },
    async read({ offset, length }) {
      if (offset + length > written) await flush();
      if (offset < block.offset || offset + length > block.offset + block.bytes.length) {
        const bytes = Buffer.alloc(Math.max(length, Math.min(BLOCK_BYTES, written - offset)));
        await file.read(bytes, 0, bytes.length, offset);
        block = { offset, bytes };
      }
      return block.bytes.toString('utf8', offset - block.offset, offset - block.offset + length);
    },
    async close() {
      await file.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
