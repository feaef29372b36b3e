import { Option } from 'commander';
import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';
import { addPresetFlag, type PresetFlag } from '../options.ts';
import { note, printAll } from '../output.ts';

type Flags = PresetFlag & { from: string; format: string; out?: string };

/** `report --from FOLDER`: the report of an earlier run again, in any format. */
export const report: CliCommand = {
  name: 'report',
  summary: 'render the report of an earlier run again',
  declare: async (program) => {
    const { FORMATS } = await import('../../report/formats/index.ts');
    program
      .requiredOption('--from <folder>', 'run folder that scan --out wrote')
      .addOption(new Option('--format <format>', 'kind of report').choices(FORMATS.map(({ id }) => id)).default('html'))
      .option('-o, --out <file>', 'write it there instead of to stdout');
    return addPresetFlag(program);
  },
  run: async (program) => {
    const flags = program.opts<Flags>();
    const [{ readRunFolder }, { withPolicies }, { inBlocks }, { FORMATS }] = await Promise.all([
      import('../../pipeline/read-run-folder.ts'),
      import('../../pipeline/write-outputs.ts'),
      import('../../pipeline/in-blocks.ts'),
      import('../../report/formats/index.ts'),
    ]);
    const format = FORMATS.find(({ id }) => id === flags.format);
    if (format === undefined) throw new InputError(`there is no report format "${flags.format}"`);
    const { run, summary, results } = await readRunFolder(flags.from);
    const servers = () => withPolicies({ run, results }, { preset: flags.preset });
    const text = inBlocks(format.render({ run, summary, servers }));
    if (flags.out === undefined) await printAll(text);
    else await write(flags.out, text);
    return [0];
  },
};

async function write(file: string, text: AsyncIterable<string>): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new InputError(`--out ${file} cannot be written`, { cause });
  }
  note(`toolrisk: wrote ${file}`);
}
