import type { ScheduleFacts, ScheduleReason } from '../../catalog/schedule/schedule.ts';
import type { Classifier } from '../../classify/classifier.ts';
import { readPrompt } from '../../classify/questions/prompt.ts';
import type { FailureCode } from '../../model/failure.ts';
import { recordOf } from '../../model/json.ts';
import { readAsset } from '../assets.ts';
import type { LlmOptions } from '../llm-options.ts';
import type { NightlyConfig } from './config.ts';
import { BACK_OFFS, type DueTerms, dueReason } from './due.ts';

/** What would classify now: rules and weights, and where a model is asked, which one by what prompt. */
export function judgedByOf(
  { versions }: Pick<Classifier, 'versions'>,
  llm: Pick<LlmOptions, 'mode' | 'model'>,
): string {
  const offline = `${versions.rules} ${versions.weights}`;
  if (llm.mode === 'off') return offline;
  return `${offline} ${llm.mode} ${readPrompt(readAsset('prompts/adjudicate.md')).label} ${llm.model}`;
}

/** The terms of a night. */
export function dueTerms({ maxAge, backOff }: NightlyConfig, judgedBy: string, now: Date): DueTerms {
  const codes = Object.keys(BACK_OFFS) as FailureCode[];
  const backOffs = recordOf(codes, (code) => {
    const own = backOff[code];
    return own === undefined ? BACK_OFFS[code] : { firstMs: own.first, mostMs: own.most };
  });
  return { now: now.getTime(), maxAgeMs: maxAge, backOffs, judgedBy };
}

/** Why a row is due; an unpinned package that is not is asked for its version. */
export function chooseBy(terms: DueTerms): (facts: ScheduleFacts) => ScheduleReason | undefined {
  return (facts) => {
    const { triedAt, listedAt, lane, isMoving, ...rest } = facts;
    const reason = dueReason({ ...rest, triedAt: timeOf(triedAt), listedAt: timeOf(listedAt) }, terms);
    if (reason !== undefined || lane !== 'installs') return reason;
    return isMoving && listedAt !== null ? 'ask-version' : undefined;
  };
}

function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
