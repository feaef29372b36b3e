import { Option } from 'commander';
import type { Pruned } from '../../catalog/prune/prune.ts';
import { stringifyJson } from '../../model/escape/json.ts';
import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';
import { parseCount } from '../parsers.ts';
import { type PlaceFlags, parseTime, placeOf } from './flags.ts';

type Flags = PlaceFlags & {
  keepRuns?: number;
  before?: string;
  feedReadTo?: number;
  dryRun?: boolean;
  json?: boolean;
};

/** `catalog prune`: old runs leave, and with them what nothing refers to any more. */
export const prune: CliCommand = {
  name: 'prune',
  summary: 'remove the results of old runs, and the lists and verdicts that only they had',
  declare: (program) => {
    program
      .addOption(new Option('--keep-runs <n>', 'keep this many of the newest runs whole').argParser(parseCount(1)))
      .addOption(new Option('--before <time>', 'prune only runs that started before then').argParser(parseTime))
      .addOption(
        new Option(
          '--feed-read-to <n>',
          'prune events of these runs up to this number of the feed, which every consumer has read',
        ).argParser(parseCount(0)),
      )
      .option('--dry-run', 'say what would go, and remove nothing')
      .option('--json', 'print one JSON document');
    return addDatabaseFlag(program);
  },
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const { keepRuns, before, feedReadTo, dryRun: isDryRun = false } = flags;
    if (keepRuns === undefined && before === undefined)
      throw new InputError('say what stays: --keep-runs 30, --before 2026-10-01, or both');
    const { withCatalog } = await import('../../pipeline/catalog-open.ts');
    const which = {
      ...(keepRuns === undefined ? {} : { keepRuns }),
      ...(before === undefined ? {} : { before }),
      ...(feedReadTo === undefined ? {} : { feedReadTo }),
      isDryRun,
    };
    const pruned = await withCatalog(placeOf(flags, context), (catalog) => catalog.prune(which));
    print(
      flags.json === true ? `${stringifyJson({ ...pruned, dryRun: isDryRun }, 2)}\n` : sentenceOf(pruned, isDryRun),
    );
    return [0];
  },
};

function sentenceOf(pruned: Pruned, isDryRun: boolean): string {
  const { runs, results, assessments, lists, definitions, events, bytes } = pruned;
  const size =
    bytes === undefined ? '' : `; the file has ${megabytes(bytes.after)} MB, before ${megabytes(bytes.before)} MB`;
  return `${isDryRun ? 'would remove' : 'removed'} ${results} results of ${runs} runs, ${lists} lists, ${assessments} assessments, ${definitions} definitions and ${events} events${size}\n`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
