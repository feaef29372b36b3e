import { stemsOf } from '../stems.ts';
import type { Subject } from '../subject.ts';
import type { FeatureSink } from './feature-sink.ts';

const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;
const MAX_SERVER_WORDS = 12;

/** What the server's claims, its id and the other tools tell; never how many the others are. */
export function contextFeatures(subject: Subject, { begin, add }: FeatureSink): void {
  begin('claims');
  for (const hint of HINTS) {
    const claim = subject.annotations[hint];
    add('a:', hint, typeof claim === 'boolean' ? String(claim) : 'none');
  }
  begin('siblings');
  for (const { reading } of subject.siblings) for (const stem of reading.stems) add('s:', stem);
  begin('server');
  for (const word of stemsOf([...subject.serverWords], MAX_SERVER_WORDS)) add('v:', word);
}
