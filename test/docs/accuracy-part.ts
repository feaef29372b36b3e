import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CATEGORIES } from '../../src/model/category.ts';

const Share = z.number().min(0).max(1);
const Figures = z.looseObject({
  date: z.string().optional(),
  n: z.number(),
  accuracy: Share,
  macroF1: Share,
  categories: z.record(
    z.enum(CATEGORIES),
    z.looseObject({ precision: Share, recall: Share, f1: Share, support: z.number() }),
  ),
  severeMisses: z.looseObject({ n: z.number(), of: z.number(), rate: Share }),
  calibrationError: z.number(),
  unreviewed: z.looseObject({ coverage: Share, accuracy: Share }),
  effects: z.looseObject({ microF1: Share }),
});
type Figures = z.infer<typeof Figures>;

/** The figures of the README: of cross-validation (written by `toolrisk fit`) and of the project's own labelled tools. */
export function describeAccuracy(): string {
  const crossValidated = readFigures('data/model/metrics.json');
  const own = readFigures('data/benchmark/figures.json');
  const rows: [string, (figures: Figures) => string][] = [
    ['tools', ({ n }) => `${n}`],
    ['category right', ({ accuracy }) => percent(accuracy)],
    ['macro-F1 of the categories', ({ macroF1 }) => macroF1.toFixed(3)],
    ...CATEGORIES.map((category): [string, (figures: Figures) => string] => [
      `${category}: precision, recall`,
      ({ categories }) => `${percent(categories[category].precision)}, ${percent(categories[category].recall)}`,
    ]),
    [
      'Execute, Destructive or Financial called Read',
      ({ severeMisses }) => `${severeMisses.n} of ${severeMisses.of} (${percent(severeMisses.rate)})`,
    ],
    ['not sent to review', ({ unreviewed }) => percent(unreviewed.coverage)],
    ['right among those', ({ unreviewed }) => percent(unreviewed.accuracy)],
    ['expected calibration error', ({ calibrationError }) => calibrationError.toFixed(3)],
    ['micro-F1 of the effects', ({ effects }) => effects.microF1.toFixed(3)],
  ];
  const lines = rows.map(([title, show]) => `| ${title} | ${show(crossValidated)} | ${show(own)} |`);
  return ['| | cross-validated | own labelled tools |', '|---|---:|---:|', ...lines].join('\n');
}

function readFigures(path: string): Figures {
  return Figures.parse(JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
