import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';

/** Bytes of one document that are read. */
const MAX_DOCUMENT_BYTES = 512 * 1024;

/**
 * The beginning of a text file of an install; empty where there is none. A build may have left anything in its place:
 * what lies outside the install is not read (a link to a file of the operator's), nor is a pipe, which would never end.
 */
export async function readDocument(file: string, install: string): Promise<string> {
  try {
    const [path, root] = await Promise.all([realpath(file), realpath(install)]);
    if (!path.startsWith(`${root}/`)) return '';
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) return '';
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_DOCUMENT_BYTES), 0, MAX_DOCUMENT_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
