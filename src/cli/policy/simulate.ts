import { setFlagsFromString } from 'node:v8';
import type { CliCommand } from '../command.ts';
import { note, print } from '../output.ts';
import { addTermFlags, type TermFlags, termsOf } from './flags.ts';

type Flags = TermFlags & { calls: string; policy?: string; run?: string; json?: boolean };

/** `policy simulate --calls FILE`: what a policy would have done to calls that were made. */
export const simulate: CliCommand = {
  name: 'simulate',
  summary: 'what a policy would have done to a log of calls',
  declare: (program) =>
    addTermFlags(
      program
        .requiredOption(
          '--calls <file>',
          'calls, one JSON object a line: {"server", "tool", "arguments", "time"}; - is stdin',
        )
        .option('--policy <file>', 'policies that policy --for neutral wrote')
        .option('--run <id>', 'policies of this run, in place of --policy (default: last)')
        .option('--json', 'print one JSON document'),
    ),
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    // What a line needs is short-lived: letting the young generation grow would only cost memory.
    setFlagsFromString('--semi-space-growth-factor=1');
    const [
      { readPolicies },
      { simulateCalls },
      { openInput },
      { viewSimulation },
      { screenOf },
      { stringifyJson },
      escapes,
    ] = await Promise.all([
      import('../../pipeline/read-policies.ts'),
      import('../../pipeline/simulate-calls.ts'),
      import('../../pipeline/open-lines.ts'),
      import('../terminal/simulation-view.ts'),
      import('../terminal/screen.ts'),
      import('../../model/escape/json.ts'),
      import('../../model/escape/terminal.ts'),
    ]);
    const { terms, place, refused } = await termsOf(flags, context);
    const policies = await readPolicies(flags.policy ?? flags.run ?? 'last', place, terms);
    const input = flags.calls === '-' ? process.stdin : await openInput(flags.calls);
    const report = await simulateCalls(input, policies, (line, reason) =>
      note(`toolrisk: line ${line}: ${escapes.escapeTerminal(reason)}`),
    );
    print(
      flags.json === true
        ? `${stringifyJson(report, 2)}\n`
        : viewSimulation(report, screenOf(process.stdout, context.environment)),
    );
    return [report.badLines + refused() > 0 ? 2 : 0];
  },
};
