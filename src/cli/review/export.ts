import { Option } from 'commander';
import { InputError } from '../../model/fault.ts';
import type { PlaceFlags } from '../catalog/flags.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { note, printAll } from '../output.ts';
import { collect } from '../parsers.ts';
import { withReviews } from './flags.ts';

type Flags = PlaceFlags & { format: 'csv' | 'jsonl'; labels?: boolean; testSet?: string[]; out?: string };

/** `review export`: the journal for a file or another catalogue, or decisions as labels to learn from. */
export const exportReviews: CliCommand = {
  name: 'export',
  summary: 'the journal of decisions as a file, or decisions as labels for fit',
  declare: (program) =>
    addDatabaseFlag(
      program
        .addOption(new Option('--format <format>', 'kind of file').choices(['csv', 'jsonl']).default('jsonl'))
        .option('--labels', 'settled decisions as labelled tools, as eval --gold reads them, in place of the journal')
        .option('--test-set <file>', 'with --labels, never these labelled tools, beside our own test set', collect)
        .option('-o, --out <file>', 'write it there instead of to stdout'),
    ),
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const { exportJournal } = await import('../../pipeline/review-export.ts');
    await withReviews(flags, context, async (reviews) => {
      if (flags.labels !== true) return writeOut(exportJournal(reviews, flags.format), flags.out);
      const [{ exportLabels }, { readTestSets }] = await Promise.all([
        import('../../pipeline/review-labels.ts'),
        import('../../pipeline/test-sets.ts'),
      ]);
      const counts = { written: 0, disputed: 0, ofTestSets: 0, unknown: 0 };
      await writeOut(exportLabels(reviews, await readTestSets(flags.testSet ?? []), counts), flags.out);
      const { written, disputed, ofTestSets, unknown } = counts;
      note(
        `toolrisk: ${written} written; left out: ${disputed} disputed, ${ofTestSets} of test sets, ${unknown} whose definition the catalogue never saw on their server`,
      );
    });
    return [0];
  },
};

async function writeOut(chunks: AsyncIterable<string>, file: string | undefined): Promise<void> {
  if (file === undefined) return printAll(chunks);
  const { writeFile } = await import('node:fs/promises');
  const { DependencyError } = await import('../../model/fault.ts');
  try {
    await writeFile(file, chunks);
  } catch (cause) {
    if (cause instanceof DependencyError) throw cause;
    throw new InputError(`--out ${file} cannot be written`, { cause });
  }
}
