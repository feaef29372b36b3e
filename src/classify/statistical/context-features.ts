import type { Subject } from '../subject.ts';
import { stemsOf } from './words.ts';

const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;
const MAX_NAME_WORDS = 8;
const MAX_SERVER_WORDS = 12;

/** What the server's claims, its id and the other tools tell; never how many the others are. */
export function contextFeatures(subject: Subject): { claims: string[]; siblings: string[]; server: string[] } {
  return {
    claims: HINTS.map((hint) => {
      const claim = subject.annotations[hint];
      return `a:${hint} ${typeof claim === 'boolean' ? claim : 'none'}`;
    }),
    siblings: subject.siblings.flatMap(({ reading }) =>
      stemsOf(reading.words, MAX_NAME_WORDS).map((word) => `s:${word}`),
    ),
    server: stemsOf([...subject.serverWords], MAX_SERVER_WORDS).map((word) => `v:${word}`),
  };
}
