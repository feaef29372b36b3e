/** The last line of a server's stderr that says something: a word, not a closing bracket. Untrusted text. */
export function lastWordsOf(stderrTail: string): string | undefined {
  const line = stderrTail.split('\n').findLast((each) => /\p{L}{3}/u.test(each));
  return line?.trim();
}
