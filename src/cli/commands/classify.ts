import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { CliCommand } from '../command.ts';
import { note } from '../output.ts';

type ClassifyFlags = { in: string; out: string };

/** `classify --in FILE --out FILE`: verdicts on tools in JSON Lines. */
export const classify: CliCommand = {
  name: 'classify',
  summary: 'classify tools from JSON Lines, without contacting servers',
  declare: (program) =>
    program
      .requiredOption('--in <file>', 'tools, one JSON object a line: {"server", "tool", "siblings"?}; - is stdin')
      .requiredOption('--out <file>', 'verdicts, in the same order; - is stdout'),
  run: async (program) => {
    const flags = program.opts<ClassifyFlags>();
    const [{ classifyLines }, { openLines }, { readClassifierAssets }, { createClassifier }] = await Promise.all([
      import('../../pipeline/classify-lines.ts'),
      import('../../pipeline/open-lines.ts'),
      import('../../pipeline/assets.ts'),
      import('../../classify/create-classifier.ts'),
    ]);
    const classifier = createClassifier(readClassifierAssets());
    const [input, output] = await openLines(
      flags.in === '-' ? process.stdin : flags.in,
      flags.out === '-' ? process.stdout : flags.out,
    );
    const { bad } = await classifyLines(input, output, classifier, (line, reason) =>
      note(`toolrisk: line ${line}: ${escapeTerminal(reason)}`),
    );
    return bad > 0 ? [2] : [0];
  },
};
