import { setFlagsFromString } from 'node:v8';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { CliCommand } from '../command.ts';
import { addLlmFlags, type LlmFlags, llmOptionsFrom } from '../llm-options.ts';
import { addDatabaseFlag } from '../options.ts';
import { note } from '../output.ts';
import { withLlm } from '../with-llm.ts';

type ClassifyFlags = LlmFlags & { in: string; out: string; database?: string };

/** `classify --in FILE --out FILE`: verdicts on tools in JSON Lines. */
export const classify: CliCommand = {
  name: 'classify',
  summary: 'classify tools from JSON Lines, without contacting servers',
  declare: (program) => {
    program
      .requiredOption('--in <file>', 'tools, one JSON object a line: {"server", "tool", "siblings"?}; - is stdin')
      .requiredOption('--out <file>', 'verdicts, in the same order; - is stdout');
    return addLlmFlags(addDatabaseFlag(program));
  },
  run: async (program, context) => {
    const flags = program.opts<ClassifyFlags>();
    // What a line needs is short-lived: letting the young generation grow would only cost memory (350 MB for 190 MB).
    setFlagsFromString('--semi-space-growth-factor=1');
    const [{ classifyLines }, { openLines }, { readClassifierAssets }, { createClassifier }] = await Promise.all([
      import('../../pipeline/classify-lines.ts'),
      import('../../pipeline/open-lines.ts'),
      import('../../pipeline/assets.ts'),
      import('../../classify/create-classifier.ts'),
    ]);
    const classifier = createClassifier(readClassifierAssets());
    const options = llmOptionsFrom(flags, context.environment);
    const { bad } = await withLlm(options, flags.database, context, async (llm) => {
      const [input, output] = await openLines(
        flags.in === '-' ? process.stdin : flags.in,
        flags.out === '-' ? process.stdout : flags.out,
      );
      const onBadLine = (line: number, reason: string): void =>
        note(`toolrisk: line ${line}: ${escapeTerminal(reason)}`);
      return classifyLines(input, output, classifier, onBadLine, llm);
    });
    return bad > 0 ? [2] : [0];
  },
};
