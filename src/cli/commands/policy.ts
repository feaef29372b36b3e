import { join } from 'node:path';
import { Option } from 'commander';
import { InputError } from '../../model/fault.ts';
import type { PolicyExporter } from '../../policy/policy-exporter.ts';
import type { CliCommand } from '../command.ts';
import { addConnectFlags, addDatabaseFlag, addPresetFlag, TARGETS_HELP } from '../options.ts';
import { note, print } from '../output.ts';
import { type ScanFlags, scanOptionsOf } from '../scan-flags.ts';

type Flags = ScanFlags & { for: string };

/** `policy TARGET --for FORMAT`: the default policy of a server, to paste into a client or gateway. */
export const policy: CliCommand = {
  name: 'policy',
  summary: 'print the default policy of a server for a client or gateway',
  declare: async (program) => {
    const { EXPORTERS } = await import('../../policy/exporters/index.ts');
    program
      .usage('TARGET --for FORMAT [options]\n       toolrisk policy --for FORMAT [options] -- COMMAND [args...]')
      .argument('[targets...]', TARGETS_HELP)
      .addOption(
        new Option('--for <format>', 'what will read the policy')
          .choices(EXPORTERS.map(({ id }) => id))
          .default('policylayer'),
      )
      .option('-o, --out <folder>', 'write one file a server there; needed when the targets name several');
    for (const add of [addPresetFlag, addDatabaseFlag, addConnectFlags]) add(program);
    return program;
  },
  run: async (program, context) => {
    const { out, ...flags } = program.opts<Flags>();
    const options = scanOptionsOf(program.args, flags, context);
    const [{ withScan }, { exporterFor, exportPolicies }, { viewFailure, viewProblem }] = await Promise.all([
      import('../with-scan.ts'),
      import('../../pipeline/export-policies.ts'),
      import('../terminal/failure-note.ts'),
    ]);
    const exporter = exporterFor(flags.for);
    return withScan(options, context, async (done) => {
      for (const problem of done.problems) note(viewProblem(problem));
      for await (const result of done.results()) if (result.status === 'failed') note(viewFailure(result));
      if (out === undefined && done.summary.listed > 1)
        throw new InputError(
          `the targets name ${done.summary.listed} servers, each with a policy of its own: add --out`,
        );
      for await (const { fileName, text } of exportPolicies(done, exporter, flags.preset))
        if (out === undefined) print(text);
        else note(`toolrisk: wrote ${await writeText(out, fileName, text)}`);
      explainLimits(exporter);
      return [done.problems.length > 0 ? 2 : 0, done.summary.failed > 0 ? 3 : 0];
    });
  },
};

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
