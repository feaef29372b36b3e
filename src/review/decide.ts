import type { Category, Effect } from '../model/category.ts';
import { type ReviewDecision, type ReviewUndo, subjectText, withEventId } from '../model/review-event.ts';
import { type JudgedTool, machineVerdict } from './apply-decisions.ts';
import { decisionsFor, personOf, type Subject } from './ruling.ts';

/** What a person says: who, why, and when by the clock of the caller. */
export type Said = { by: string; reason: string; at: string };

/** A person's decision on a tool of a server's list. */
export function decisionOn(
  { server, toolSetHash }: Pick<Subject, 'server' | 'toolSetHash'>,
  { name, definitionHash, verdict }: JudgedTool,
  { category, effects }: { category: Category; effects?: readonly Effect[] },
  { by, reason, at }: Said,
): ReviewDecision {
  const machine = machineVerdict(verdict);
  return withEventId({
    action: 'decide',
    server: subjectText(server),
    tool: subjectText(name),
    definitionHash,
    toolSetHash,
    category,
    ...(effects === undefined ? {} : { effects: [...new Set(effects)] }),
    reason,
    by,
    at,
    machineCategory: machine.category,
    machineConfidence: machine.confidence,
  });
}

/** What takes a decision back. */
export function undoOf(decision: ReviewDecision, { by, reason, at }: Said): ReviewUndo {
  const { server, tool, definitionHash, toolSetHash, id: undoes } = decision;
  return withEventId({ action: 'undo', server, tool, definitionHash, toolSetHash, reason, by, at, undoes });
}

/**
 * The decision that a person would take back for a tool: theirs that holds for it, else their last on an earlier
 * definition of the same name on the same server.
 */
export function undoable(
  subject: Subject,
  name: string,
  standing: readonly ReviewDecision[],
  by: string,
): ReviewDecision | undefined {
  const isTheirs = (decision: ReviewDecision) => personOf(decision.by) === personOf(by);
  return (
    decisionsFor(subject, standing).findLast(isTheirs) ??
    standing.findLast(
      (decision) => isTheirs(decision) && decision.server === subject.server && decision.tool === subjectText(name),
    )
  );
}
