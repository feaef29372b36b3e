import { resolve } from 'node:path';
import { findExcess } from '../../model/json.ts';
import { fileReason } from '../files/file-reason.ts';
import { readLines } from '../files/read-lines.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import type { SourceContext } from '../target-source.ts';
import type { Collection } from './collection.ts';
import { readRecord } from './record.ts';

/** Levels of nesting that a line may have. */
const MAX_DEPTH = 100;

/** JSON Lines: each line a server.json, a registry's entry, a package or remote on its own, or a target with a version. */
export const jsonLines: Collection = {
  id: 'json-lines',
  title: 'JSON Lines, an entry a line',
  async *read({ from }, context) {
    const file = resolve(context.cwd, from);
    try {
      for await (const { number, text } of readLines(file, context.signal)) {
        if (text?.trim() !== '') yield* await readLine(text, `${from}:${number}`, file, context);
      }
    } catch (error) {
      context.signal?.throwIfAborted();
      yield { target: from, problem: `cannot be read: ${fileReason(error)}`, endsList: true };
    }
  },
};

async function readLine(
  text: string | undefined,
  target: string,
  place: string,
  context: SourceContext,
): Promise<(ServerTarget | TargetProblem)[]> {
  if (text === undefined) return [{ target, problem: 'is longer than 1 MB' }];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [{ target, problem: 'is no JSON' }];
  }
  const excess = findExcess(value, MAX_DEPTH);
  return excess === undefined ? await readRecord(value, { target, place }, context) : [{ target, problem: excess }];
}
