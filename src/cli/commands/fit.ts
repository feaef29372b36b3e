import { escapeTerminal } from '../../model/escape/terminal.ts';
import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';
import { note, print } from '../output.ts';
import { collect, parseCount } from '../parsers.ts';

type FitFlags = {
  data: string;
  labels?: string[];
  out?: string;
  seed: number;
  folds: number;
  date?: string;
  json?: boolean;
};

/** `fit --data FOLDER`: trains the model, measures it on families that it did not see, and writes it. */
export const fit: CliCommand = {
  name: 'fit',
  summary: 'train the model on labelled tools and measure it by cross-validation',
  declare: (program) =>
    program
      .requiredOption('--data <folder>', 'folder with gold-dev, silver, silver-uncertain and snapshots-npm (.jsonl)')
      .option('--labels <file>', 'decisions of reviewers, from review export --labels (may be repeated)', collect)
      .option('--out <folder>', 'write weights, calibration and figures there, such as data/model')
      .option('--date <day>', 'day of the fit for the files, YYYY-MM-DD (needed with --out)')
      .option('--seed <n>', 'seed of folds and networks', parseCount(0), 1)
      .option('--folds <n>', 'folds of families', parseCount(2), 5)
      .option('--json', 'print the figures as one JSON document'),
  run: async (program, { environment }) => {
    const { data, labels = [], out, seed, folds, date, json } = program.opts<FitFlags>();
    if (out !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date ?? ''))
      throw new InputError('--out needs --date YYYY-MM-DD: it is written into the model');
    const [{ runFit }, { loadLexicon, TRAINING_FOLDER }, { viewEvaluation }, { screenOf }] = await Promise.all([
      import('../../pipeline/fit.ts'),
      import('../../pipeline/assets.ts'),
      import('../terminal/eval-view.ts'),
      import('../terminal/screen.ts'),
    ]);
    const files = { folder: data, training: TRAINING_FOLDER, decisions: labels };
    const options = { labels: files, seed, folds, date: date ?? '', ...(out === undefined ? {} : { out }) };
    const figures = await runFit(options, loadLexicon(), (event) => {
      if (event.type === 'note') note(escapeTerminal(event.message));
    });
    const { paint } = screenOf(process.stdout, environment);
    print(json === true ? `${JSON.stringify(figures, null, 2)}\n` : viewEvaluation(figures, paint));
    return [0];
  },
};
