import { resolve } from 'node:path';
import { fileReason } from '../files/file-reason.ts';
import { readCheckout, type Wanted } from '../files/read-checkout.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import type { SourceContext } from '../target-source.ts';

/** Reads one file of a checkout; throws where its text is not in its language. */
export type ReadFileOf = (file: { path: string; text: string }, place: string) => (ServerTarget | TargetProblem)[];

/** The servers of a checkout or archive, file by file: one that cannot be read is one problem. */
export async function* fromCheckout(
  from: string,
  wanted: Wanted,
  { cwd, signal }: Pick<SourceContext, 'cwd' | 'signal'>,
  read: ReadFileOf,
): AsyncGenerator<ServerTarget | TargetProblem, void, void> {
  const place = resolve(cwd, from);
  let files = 0;
  try {
    for await (const { path, text } of readCheckout(place, wanted)) {
      signal?.throwIfAborted();
      files += 1;
      const target = `${from}#${path}`;
      if (text === undefined) yield { target, problem: 'is larger than 8 MB' };
      else yield* readSafely(target, () => read({ path, text }, place));
    }
    if (files === 0) yield { target: from, problem: `holds none of ${wanted.globs.join(', ')}`, endsList: true };
  } catch (error) {
    signal?.throwIfAborted();
    yield { target: from, problem: `cannot be read: ${archiveReason(error)}`, endsList: true };
  }
}

/** Reads one text: parsers throw errors of many kinds on strangers' text, and none of them may end the rest. */
export function readSafely(
  target: string,
  read: () => (ServerTarget | TargetProblem)[],
): (ServerTarget | TargetProblem)[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [{ target, problem: `cannot be read: ${error.message.split('\n')[0]?.slice(0, 200) ?? ''}` }];
  }
}

function archiveReason(error: unknown): string {
  if (error instanceof RangeError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ERR_ZLIB|ERR_BUFFER|TAR_)/.test(code) ? 'it is no whole .tar.gz archive' : fileReason(error);
}
