import type { ServerContext } from '../../model/server-context.ts';
import type { Tool } from '../../model/tool.ts';
import { identifierWords } from './words.ts';

/** Siblings that are read: the labelled data and live lists alike are sampled to so many. */
const MAX_SIBLINGS = 12;

/** What the name of a tool tells: its words with their places, pairs, and pieces of letters. */
export function nameFeatures(
  tool: Tool,
  context: ServerContext,
): { words: string[]; groups: { name: string[]; pairs: string[]; letters: string[] } } {
  const all = identifierWords(tool.name);
  const siblings = context.siblings.slice(0, MAX_SIBLINGS).map(identifierWords);
  const words = withoutVendor(all, siblings, identifierWords(context.server));
  const name = [
    ...words.map((word) => `n:${word}`),
    `n0:${words[0] ?? ''}`,
    `n1:${words[1] ?? ''}`,
    `n-1:${words.at(-1) ?? ''}`,
    `nc:${Math.min(words.length, 5)}`,
  ];
  const pairs = words.slice(1).map((word, index) => `nb:${words[index]} ${word}`);
  if (words.length > 2) pairs.push(`nf:${words[0]} ${words.at(-1)}`);
  pairs.push(`nn:${words.join(' ')}`);
  return { words, groups: { name, pairs, letters: lettersOf(words) } };
}

/** Words of the name without the leading ones that name the vendor: shared by most siblings, or part of the server's id. */
function withoutVendor(words: string[], siblings: string[][], server: string[]): string[] {
  let start = 0;
  while (start < words.length - 1 && start < 3) {
    const word = words[start]!;
    const sharing = siblings.filter((sibling) => sibling[start] === word).length;
    const isShared = siblings.length >= 2 && sharing >= siblings.length * 0.6;
    if (!(isShared && words.length > start + 1) && !(server.includes(word) && sharing * 2 >= siblings.length)) break;
    start += 1;
  }
  return words.slice(start);
}

function lettersOf(words: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const word of words.slice(0, 6)) {
    const padded = `^${word}$`;
    for (const size of [3, 4, 5])
      for (let at = 0; at + size <= Math.min(padded.length, 24); at += 1)
        pieces.push(`l:${padded.slice(at, at + size)}`);
  }
  return pieces;
}
