import type { BatchAnswers } from './batch-file.ts';
import type { LedgerBook } from './ledger.ts';
import type { Ask } from './request.ts';

/** Asking by files: answers of an earlier batch, and requests for the next. */
export type BatchExchange = {
  ask: Ask;
  /** `custom_id`s of answers that no request asked for. */
  unmatched: () => string[];
  /** How many requests were written. */
  written: () => number;
};

/** Answers from `answers`; what has no answer there is handed to `writeRequest`, once each. */
export function createBatchExchange(
  answers: BatchAnswers,
  ledger: LedgerBook,
  writeRequest: ((request: Parameters<Ask>[0]) => Promise<void>) | undefined,
): BatchExchange {
  const asked = new Set<string>();
  let written = 0;
  return {
    ask: async (request) => {
      const isFirst = !asked.has(request.id);
      asked.add(request.id);
      const reply = answers.replies.get(request.id);
      if (reply?.status === 'answered') {
        if (isFirst) {
          ledger.addAttempt(reply.usage, undefined, 0);
          ledger.addAnswer(reply.form);
        }
        return reply;
      }
      if (reply !== undefined) {
        ledger.addFailure(reply.code);
        return reply;
      }
      if (isFirst && writeRequest !== undefined) {
        written += 1;
        await writeRequest(request);
      }
      ledger.addFailure('not-asked');
      return { status: 'failed', code: 'not-asked', message: 'no answer in the batch file' };
    },
    unmatched: () => [...answers.replies.keys()].filter((id) => !asked.has(id)),
    written: () => written,
  };
}
