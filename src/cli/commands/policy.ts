import { join } from 'node:path';
import { Option } from 'commander';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import { InputError } from '../../model/fault.ts';
import type { ExportedPolicy } from '../../pipeline/export-policies.ts';
import type { PolicyExporter } from '../../policy/policy-exporter.ts';
import type { CliCommand } from '../command.ts';
import { addConnectFlags, addDatabaseFlag, addPresetFlag, TARGETS_HELP } from '../options.ts';
import { note, print } from '../output.ts';
import { type ScanFlags, scanOptionsOf } from '../scan-flags.ts';

type Flags = ScanFlags & { for: string; overrides?: string };

/** `policy TARGET --for FORMAT`: the default policy of a server, to paste into a client or gateway. */
export const policy: CliCommand = {
  name: 'policy',
  summary: 'print the default policy of a server for a client or gateway',
  subcommands: async () => (await import('../policy/index.ts')).POLICY_COMMANDS,
  declare: async (program) => {
    const { EXPORTERS } = await import('../../policy/exporters/index.ts');
    program
      .usage(
        'TARGET --for FORMAT [options]\n       toolrisk policy --for FORMAT [options] -- COMMAND [args...]\n       toolrisk policy simulate|diff [options]',
      )
      .enablePositionalOptions()
      .argument('[targets...]', TARGETS_HELP)
      .addOption(
        new Option('--for <format>', 'what will read the policy')
          .choices(EXPORTERS.map(({ id }) => id))
          .default('policylayer'),
      )
      .option(
        '--overrides <file>',
        'decisions, limits and rules on arguments of your own, in YAML or JSON with comments',
      )
      .option(
        '-o, --out <folder>',
        'write a file for each server, or one for a client config where the format allows it',
      );
    for (const add of [addPresetFlag, addDatabaseFlag, addConnectFlags]) add(program);
    return program;
  },
  run: async (program, context) => {
    const { out, overrides: overridesFile, ...flags } = program.opts<Flags>();
    const options = scanOptionsOf(program.args, flags, context);
    const [{ withScan }, { exporterFor, exportPolicies }, { readOverrides }, { viewFailure, viewProblem }] =
      await Promise.all([
        import('../with-scan.ts'),
        import('../../pipeline/export-policies.ts'),
        import('../../pipeline/read-overrides.ts'),
        import('../terminal/failure-note.ts'),
      ]);
    const exporter = exporterFor(flags.for);
    const overrides = overridesFile === undefined ? undefined : await readOverrides(overridesFile);
    return withScan(options, context, async (done) => {
      let refused = 0;
      const onProblem = (problem: string, isRefused: boolean): void => {
        refused += Number(isRefused);
        note(`toolrisk: ${escapeTerminal(problem)}`);
      };
      for (const problem of done.problems) note(viewProblem(problem));
      for await (const result of done.results()) if (result.status === 'failed') note(viewFailure(result));
      const terms = { preset: flags.preset, onProblem, ...(overrides === undefined ? {} : { overrides }) };
      await put(exportPolicies(done, exporter, terms), out);
      explainLimits(exporter);
      return [done.problems.length + refused > 0 ? 2 : 0, done.summary.failed > 0 ? 3 : 0];
    });
  },
};

/** Writes the texts into a folder, or prints the only one. */
async function put(policies: AsyncIterable<ExportedPolicy>, out: string | undefined): Promise<void> {
  let only: string | undefined;
  for await (const { fileName, text } of policies) {
    if (out !== undefined) note(`toolrisk: wrote ${await writeText(out, fileName, text)}`);
    else if (only === undefined) only = text;
    else throw new InputError('the targets name several servers, each with a policy of its own: add --out');
  }
  if (only !== undefined) print(only);
}

/** Says on a terminal what the format cannot say; behind a pipe nobody would read it. */
function explainLimits({ cannotSay }: PolicyExporter): void {
  if (process.stderr.isTTY) for (const sentence of cannotSay) note(`toolrisk: ${sentence}`);
}

async function writeText(folder: string, name: string, text: string): Promise<string> {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const path = join(folder, name);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, text);
  } catch (cause) {
    throw new InputError(`--out ${folder} cannot be written`, { cause });
  }
  return path;
}
