import { InputError } from '../../model/fault.ts';
import type { CliCommand, CliContext } from '../command.ts';
import { addLlmFlags, type LlmFlags, llmOptionsFrom } from '../llm-options.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';
import { withLlm } from '../with-llm.ts';

type EvalFlags = LlmFlags & {
  database?: string;
  gold?: string;
  labels?: string;
  against?: string;
  json?: boolean;
  compare?: string;
};

/** `eval --gold FILE`, or `eval --labels FILE --against FILE`: how good the verdicts are. */
export const evaluate: CliCommand = {
  name: 'eval',
  summary: 'measure the classifier on labelled tools',
  declare: (program) => {
    program
      .option('--gold <file>', "labelled tools: classify's input lines with category and effects")
      .option('--labels <file>', 'labels by package, tool and definition hash, instead of --gold')
      .option('--against <file>', 'listed tools for --labels: snapshots in JSON Lines, or a scan --json document')
      .option('--compare <file>', 'an earlier eval --json document: exit 1 when a figure dropped beyond its tolerance')
      .option('--json', 'print one JSON document');
    return addLlmFlags(addDatabaseFlag(program));
  },
  run: async (program, context) => {
    const flags = program.opts<EvalFlags>();
    const [{ compareWithFile }, { viewChanges, viewEvaluation }, { screenOf }] = await Promise.all([
      import('../../pipeline/eval.ts'),
      import('../terminal/eval-view.ts'),
      import('../terminal/screen.ts'),
    ]);
    const report = await measure(flags, context);
    const changes = flags.compare === undefined ? undefined : await compareWithFile(report, flags.compare);
    const { paint } = screenOf(process.stdout, context.environment);
    if (flags.json === true)
      print(`${JSON.stringify(changes === undefined ? report : { ...report, changes }, null, 2)}\n`);
    else print(viewEvaluation(report, paint) + (changes === undefined ? '' : viewChanges(changes, paint)));
    return changes?.some(({ isDrop }) => isDrop) === true ? [1] : [0];
  },
};

async function measure(flags: EvalFlags, context: CliContext) {
  const { gold, labels, against, database } = flags;
  const [{ evaluateFile }, { evaluateLabels }, { readClassifierAssets }, { createClassifier }] = await Promise.all([
    import('../../pipeline/eval.ts'),
    import('../../pipeline/eval-labels.ts'),
    import('../../pipeline/assets.ts'),
    import('../../classify/create-classifier.ts'),
  ]);
  const classifier = createClassifier(readClassifierAssets());
  if (gold !== undefined && labels === undefined) {
    const options = llmOptionsFrom(flags, context.environment, 'off');
    return withLlm(options, database, context, (llm) => evaluateFile(gold, classifier, llm));
  }
  if (gold === undefined && labels !== undefined && against !== undefined)
    return evaluateLabels(labels, against, classifier);
  throw new InputError('give --gold FILE, or --labels FILE with --against FILE');
}
