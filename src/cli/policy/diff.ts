import type { CliCommand } from '../command.ts';
import { print } from '../output.ts';
import { addTermFlags, type TermFlags, termsOf } from './flags.ts';

type Flags = TermFlags & { json?: boolean; failOnLooser?: boolean };

/** `policy diff OLD NEW`: what changes for an agent when one policy replaces another. */
export const diffPolicy: CliCommand = {
  name: 'diff',
  summary: 'what changes for an agent when a newer policy replaces an older one',
  declare: (program) =>
    addTermFlags(
      program
        .argument('<old>', 'a file of policy --for neutral, or a run id')
        .argument('<new>', 'the same; `last` for the run that started last')
        .option('--json', 'print one JSON document')
        .option('--fail-on-looser', 'exit 1 when the newer one lets some call through that the older did not'),
    ),
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const [older = '', newer = ''] = program.args;
    const [{ readPolicies }, { diffPolicies }, { viewPolicyDiff }, { screenOf }, { stringifyJson }] = await Promise.all(
      [
        import('../../pipeline/read-policies.ts'),
        import('../../policy/diff-policies.ts'),
        import('../terminal/policy-diff-view.ts'),
        import('../terminal/screen.ts'),
        import('../../model/escape/json.ts'),
      ],
    );
    const { terms, place, refused } = await termsOf(flags, context);
    const changes = diffPolicies(await readPolicies(older, place, terms), await readPolicies(newer, place, terms));
    const screen = screenOf(process.stdout, context.environment);
    print(flags.json === true ? `${stringifyJson({ changes }, 2)}\n` : viewPolicyDiff(changes, screen));
    const isLooser = changes.some((change) => change.isLooser);
    return [refused() > 0 ? 2 : 0, flags.failOnLooser === true && isLooser ? 1 : 0];
  },
};
