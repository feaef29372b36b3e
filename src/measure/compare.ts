import type { Evaluation } from './evaluate.ts';

/** The figures that are compared between two evaluations; of those marked `lower`, less is better. */
const FIGURES = [
  { id: 'accuracy', better: 'higher', of: (one: Evaluation) => one.accuracy },
  { id: 'macroF1', better: 'higher', of: (one: Evaluation) => one.macroF1 },
  { id: 'severeMissRate', better: 'lower', of: (one: Evaluation) => one.severeMisses.rate },
  { id: 'calibrationError', better: 'lower', of: (one: Evaluation) => one.calibrationError },
  { id: 'unreviewedCoverage', better: 'higher', of: (one: Evaluation) => one.unreviewed.coverage },
  { id: 'unreviewedAccuracy', better: 'higher', of: (one: Evaluation) => one.unreviewed.accuracy },
  { id: 'effectsMicroF1', better: 'higher', of: (one: Evaluation) => one.effects.microF1 },
] as const;

/** Name of a compared figure. */
export type FigureId = (typeof FIGURES)[number]['id'];

/** How far each figure may get worse before it counts as a drop. */
export type Tolerances = Readonly<Record<FigureId, number>>;

/** One figure, before and now. */
export type Change = { figure: FigureId; before: number; now: number; tolerance: number; isDrop: boolean };

/** Compares an evaluation with an earlier one, figure by figure. */
export function compareEvaluations(before: Evaluation, now: Evaluation, tolerances: Tolerances): Change[] {
  return FIGURES.map(({ id, better, of }) => {
    const change = { before: of(before), now: of(now) };
    const loss = better === 'higher' ? change.before - change.now : change.now - change.before;
    return { figure: id, ...change, tolerance: tolerances[id], isDrop: loss > tolerances[id] };
  });
}
