import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { CliCommand } from '../command.ts';
import { readEnvironment } from '../environment.ts';
import { ledgerLine } from '../ledger-line.ts';
import { addLlmFlags, type LlmFlags, llmOptionsFrom } from '../llm-options.ts';
import { note } from '../output.ts';

type ClassifyFlags = LlmFlags & { in: string; out: string };

/** `classify --in FILE --out FILE`: verdicts on tools in JSON Lines. */
export const classify: CliCommand = {
  name: 'classify',
  summary: 'classify tools from JSON Lines, without contacting servers',
  declare: (program) =>
    addLlmFlags(
      program
        .requiredOption('--in <file>', 'tools, one JSON object a line: {"server", "tool", "siblings"?}; - is stdin')
        .requiredOption('--out <file>', 'verdicts, in the same order; - is stdout'),
    ),
  run: async (program) => {
    const flags = program.opts<ClassifyFlags>();
    const [{ classifyLines }, { openLines }, { openLlm }, { readClassifierAssets }, { createClassifier }] =
      await Promise.all([
        import('../../pipeline/classify-lines.ts'),
        import('../../pipeline/open-lines.ts'),
        import('../../pipeline/open-llm.ts'),
        import('../../pipeline/assets.ts'),
        import('../../classify/create-classifier.ts'),
      ]);
    const classifier = createClassifier(readClassifierAssets());
    const llm = await openLlm(llmOptionsFrom(flags, readEnvironment()), {
      onEvent: (event) => {
        if (event.type === 'note') note(`toolrisk: ${escapeTerminal(event.message)}`);
      },
      signal: new AbortController().signal,
    });
    const [input, output] = await openLines(
      flags.in === '-' ? process.stdin : flags.in,
      flags.out === '-' ? process.stdout : flags.out,
    );
    const onBadLine = (line: number, reason: string): void => note(`toolrisk: line ${line}: ${escapeTerminal(reason)}`);
    const { bad } = await classifyLines(input, output, classifier, onBadLine, llm);
    if (llm !== undefined) note(ledgerLine(await llm.close()));
    return bad > 0 ? [2] : [0];
  },
};
