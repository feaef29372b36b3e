import { type CATEGORIES, rankOf, worse } from '../model/category.ts';
import type { ActionVerdict } from '../model/classification.ts';
import { type Action, actionTool } from './actions.ts';
import { examine } from './examine.ts';
import { type Judgement, judge } from './judge.ts';
import type { CalibrationFile } from './statistical/calibration.ts';
import { scoresOf } from './statistical/predict.ts';
import type { Weights } from './statistical/weights.ts';
import type { Subject } from './subject.ts';

/** Actions of one tool that are judged. */
const MAX_JUDGED = 60;
/** An action this sure, in a category worse than its tool's, is held against the tool. */
const SURE = 0.8;
/** From this confidence on the tool's own definition stands, and a person looks at the difference. */
const FIRM = 0.8;

/** The verdict on each action that a multi-action tool offers, by the same classifier; empty for other tools. */
export function judgeActions(subject: Subject, weights: Weights, calibration: CalibrationFile): ActionVerdict[] {
  const actions = subject.actions.slice(0, MAX_JUDGED);
  const context = { server: subject.context.server, siblings: actions.map(nameOf) };
  return actions.map((action) => {
    const examination = examine(actionTool(subject, action), context, subject.lexicon);
    const { category, confidence } = judge(scoresOf(examination.vector, weights), examination, calibration);
    return { parameter: action.parameter, action: action.action, category, confidence };
  });
}

/**
 * The tool takes its worst action: raised to it where the tool's own verdict is in doubt, sent to review with the two
 * categories side by side where its definition says firmly that it is less than that action sounds.
 */
export function withWorstAction(judgement: Judgement, actions: readonly ActionVerdict[]): Judgement {
  const sure = actions.filter(({ confidence }) => confidence >= SURE);
  const worst = sure.reduce<(typeof CATEGORIES)[number]>(
    (category, action) => worse(category, action.category),
    'Read',
  );
  if (rankOf(worst) <= rankOf(judgement.category)) return judgement;
  const reviewReasons = [...new Set([...judgement.reviewReasons, 'sources-disagree' as const])];
  const disputed = { ...judgement, needsReview: true, reviewReasons };
  if (judgement.confidence >= FIRM) return disputed;
  const own = judgement.probabilities;
  const raised = Math.max(own[judgement.category], own[worst]);
  return {
    ...disputed,
    category: worst,
    confidence: raised,
    probabilities: { ...own, [worst]: raised, [judgement.category]: Math.min(own[judgement.category], own[worst]) },
  };
}

function nameOf({ words }: Action): string {
  return words.join('_');
}
