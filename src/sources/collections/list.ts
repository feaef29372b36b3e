import { resolve } from 'node:path';
import { fileReason } from '../files/file-reason.ts';
import { readLines } from '../files/read-lines.ts';
import { resolveTargets } from '../index.ts';
import type { Collection } from './collection.ts';

/** A plain text file with one TARGET a line; what follows a `#` at the start of a line or after a blank is a comment. */
export const list: Collection = {
  id: 'list',
  title: 'a text file with one target a line',
  async *read({ from }, context) {
    const file = resolve(context.cwd, from);
    try {
      for await (const { number, text } of readLines(file, context.signal)) {
        if (text === undefined) yield { target: `${from}:${number}`, problem: 'is longer than 1 MB' };
        const target = text?.replace(/(?:^|\s)#.*$/, '').trim() ?? '';
        if (target !== '') yield* resolveTargets([target], undefined, context);
      }
    } catch (error) {
      context.signal?.throwIfAborted();
      yield { target: from, problem: `cannot be read: ${fileReason(error)}`, endsList: true };
    }
  },
};
