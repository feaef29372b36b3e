import type { ReviewStore } from '../catalog/reviews/review-store.ts';
import type { Category, Effect } from '../model/category.ts';
import { InputError } from '../model/fault.ts';
import { ReviewDecision, ReviewUndo } from '../model/review-event.ts';
import { decisionOn, type Said, undoable, undoOf } from '../review/decide.ts';
import { standingDecisions } from '../review/ruling.ts';
import { findTool, reviewTool, type ToolChoice, type ToolReview } from './review-tool.ts';

/** Writes a decision into the journal. Gives what people's decisions on the tool come to now. */
export async function decideTool(
  reviews: ReviewStore,
  choice: ToolChoice,
  judgement: { category: Category; effects?: readonly Effect[] },
  said: Said,
): Promise<ToolReview> {
  const { listed, tool } = await findTool(reviews, choice);
  const decision = ReviewDecision.safeParse(decisionOn(listed, tool, judgement, said));
  if (!decision.success) throw new InputError(decision.error.issues.map(describeIssue).join('; '));
  await reviews.append([decision.data]);
  return await reviewTool(reviews, choice);
}

/**
 * Takes a person's decision on a tool back by an entry of its own: the decision stays in the journal. `of` names whose
 * decision where it is not one's own.
 */
export async function undoDecision(
  reviews: ReviewStore,
  choice: ToolChoice,
  said: Said,
  of: string = said.by,
): Promise<ToolReview> {
  const { listed, tool } = await findTool(reviews, choice);
  const { server, toolSetHash } = listed;
  const standing = standingDecisions(await reviews.eventsFor(server, toolSetHash));
  const subject = { server, toolSetHash, definitionHash: tool.definitionHash };
  const decision = undoable(subject, tool.name, standing, of);
  if (decision === undefined) throw new InputError(`no decision of ${of} on "${tool.name}" of ${server} stands`);
  const undo = ReviewUndo.safeParse(undoOf(decision, said));
  if (!undo.success) throw new InputError(undo.error.issues.map(describeIssue).join('; '));
  await reviews.append([undo.data]);
  return await reviewTool(reviews, choice);
}

function describeIssue({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `--${path.map(String).join('.')} ${message}`;
}
