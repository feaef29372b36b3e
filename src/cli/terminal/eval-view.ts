import type { Change } from '../../measure/compare.ts';
import type { ClassScore, Evaluation } from '../../measure/evaluate.ts';
import { CATEGORIES, EFFECTS } from '../../model/category.ts';
import type { Paint } from './paint.ts';

const NAME_COLUMNS = 24;
const NUMBER_COLUMNS = 12;

/** The figures of an evaluation as tables: the whole, each category, each effect, confusion, calibration. */
export function viewEvaluation(evaluation: Evaluation & { toolsPerSecond?: number }, paint: Paint): string {
  const { severeMisses, unreviewed, hard } = evaluation;
  const heads = ['precision', 'recall', 'F1', 'tools'];
  const scores = ({ precision, recall, f1, support }: ClassScore): string[] => [
    percent(precision),
    percent(recall),
    percent(f1),
    String(support),
  ];
  return [
    line('tools', [String(evaluation.n)]),
    line('accuracy', [percent(evaluation.accuracy)]),
    line('macro-F1', [evaluation.macroF1.toFixed(4)]),
    line('severe called Read', [`${severeMisses.n}/${severeMisses.of}`, percent(severeMisses.rate)]),
    line('not sent to review', [percent(unreviewed.coverage), `${percent(unreviewed.accuracy)} of them right`]),
    line('calibration error', [evaluation.calibrationError.toFixed(4), `Brier ${evaluation.brier.toFixed(4)}`]),
    line('doubted by annotators', [`${hard.n} tools`, percent(hard.accuracy)]),
    line('effects, micro-F1', [evaluation.effects.microF1.toFixed(4)]),
    ...(evaluation.toolsPerSecond === undefined ? [] : [line('tools per second', [String(evaluation.toolsPerSecond)])]),
    '\n',
    paint.bold(line('category', heads)),
    ...CATEGORIES.map((category) => line(category, scores(evaluation.categories[category]))),
    '\n',
    paint.bold(line('effect', heads)),
    ...EFFECTS.map((effect) => line(effect, scores(evaluation.effects.each[effect]))),
    '\n',
    paint.bold(line('labelled \\ said', CATEGORIES)),
    ...CATEGORIES.map((truth) =>
      line(
        truth,
        CATEGORIES.map((said) => String(evaluation.confusion[truth][said])),
      ),
    ),
    '\n',
    paint.bold(line('confidence', ['tools', 'mean', 'right'])),
    ...evaluation.bins
      .filter(({ n }) => n > 0)
      .map((bin) =>
        line(`${bin.from.toFixed(1)} to ${bin.to.toFixed(1)}`, [
          String(bin.n),
          percent(bin.confidence),
          percent(bin.accuracy),
        ]),
      ),
  ].join('');
}

/** A comparison as a table; drops beyond the tolerance are marked. */
export function viewChanges(changes: readonly Change[], paint: Paint): string {
  return [
    '\n',
    paint.bold(line('against before', ['before', 'now', 'tolerance'])),
    ...changes.map(({ figure, before, now, tolerance, isDrop }) => {
      const text = line(
        figure,
        [before, now, tolerance].map((number) => number.toFixed(4)),
      );
      return isDrop ? paint.bad(text.replace('\n', '  dropped\n')) : text;
    }),
  ].join('');
}

function line(name: string, cells: readonly string[]): string {
  return `${name.padEnd(NAME_COLUMNS)}${cells.map((cell) => cell.padStart(NUMBER_COLUMNS)).join(' ')}\n`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
