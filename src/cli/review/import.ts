import { Option } from 'commander';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { PlaceFlags } from '../catalog/flags.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { note } from '../output.ts';
import { withReviews } from './flags.ts';

type Flags = PlaceFlags & { format?: 'csv' | 'jsonl'; partial?: boolean };

/** `review import FILE`: decisions from a file into the journal. */
export const importReviews: CliCommand = {
  name: 'import',
  summary: 'add the decisions of a file, all or none unless --partial',
  declare: (program) =>
    addDatabaseFlag(
      program
        .argument('<file>', 'CSV or JSON Lines as review export writes them; - is stdin')
        .addOption(
          new Option('--format <format>', "kind of file (default: by the file's name)").choices(['csv', 'jsonl']),
        )
        .option('--partial', 'add the good rows of a file that has bad ones'),
    ),
  run: async (program, context) => {
    const { partial = false, format, ...flags } = program.opts<Flags>();
    const [{ importJournal }, { readJournalFile }] = await Promise.all([
      import('../../pipeline/review-import.ts'),
      import('../../pipeline/review-file.ts'),
    ]);
    const file = await readJournalFile(program.args[0] ?? '-', format, process.stdin);
    const { added, known, problems } = await withReviews(
      flags,
      context,
      (reviews) => importJournal(reviews, { ...file, partial, now: new Date() }),
      true,
    );
    for (const { line, problem } of problems) note(`line ${line}: ${escapeTerminal(problem)}`);
    const done = `${added} added, ${known} there already`;
    const nothing = 'nothing added: mend the lines above, or add the others with --partial';
    note(`toolrisk: ${problems.length > 0 && !partial ? nothing : done}`);
    return [problems.length > 0 ? 2 : 0];
  },
};
