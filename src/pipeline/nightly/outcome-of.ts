import type { DueServer, Outcome } from '../../catalog/schedule/schedule.ts';
import type { DueReason } from '../../model/account.ts';
import type { ReviewReason } from '../../model/classification.ts';
import type { Failure } from '../../model/failure.ts';
import type { ListedResult } from '../../model/run.ts';

/** What becomes of the row of a server that failed. */
export function failedOutcome(due: DueServer, { code, at }: Failure): Outcome {
  return { ...keyOf(due), reason: dueReasonOf(due), kind: 'failed', code, at };
}

/** What becomes of the row of a server that listed its tools. `answerHash` is null where the next answer is to be read whole. */
export function listedOutcome(
  due: DueServer,
  result: Pick<ListedResult, 'snapshot' | 'classifications'>,
  { answerHash, judgedBy }: { answerHash: string | null; judgedBy: string },
): Outcome {
  const { at, package: ran = null } = result.snapshot.provenance;
  const judged = judgedByNow(result, judgedBy);
  return { ...keyOf(due), reason: dueReasonOf(due), kind: 'listed', at, judgedBy: judged, answerHash, ran };
}

/** What becomes of the row of a server whose stored list was classified again. */
export function rejudgedOutcome(
  due: DueServer,
  result: Pick<ListedResult, 'classifications'>,
  judgedBy: string,
): Outcome {
  return { ...keyOf(due), kind: 'rejudged', judgedBy: judgedByNow(result, judgedBy) };
}

/** What becomes of the row of a server whose registry has no newer version. */
export function notNewerOutcome(due: DueServer): Outcome {
  return { ...keyOf(due), kind: 'no-newer-version' };
}

/** Reasons for review that another night may clear: the model could not be asked, or gave nothing that can be used. */
const UNASKED: ReadonlySet<ReviewReason> = new Set(['llm-budget', 'llm-unusable']);

/** What classified a list; null where a model that was to be asked could not answer all: then it is classified again. */
function judgedByNow({ classifications }: Pick<ListedResult, 'classifications'>, judgedBy: string): string | null {
  return classifications.some(({ reviewReasons }) => reviewReasons.some((reason) => UNASKED.has(reason)))
    ? null
    : judgedBy;
}

function keyOf({ server, recordHash }: DueServer): Pick<Outcome, 'server' | 'recordHash'> {
  return { server, recordHash };
}

function dueReasonOf({ reason }: DueServer): DueReason {
  return reason === 'ask-version' ? 'version' : reason;
}
