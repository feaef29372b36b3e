import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ToolFilter } from '../../catalog/queries/filter.ts';
import { CATEGORIES, type Category, EFFECTS, type Effect, SEVERITIES, type Severity } from '../../model/category.ts';
import type { CatalogPlace } from '../../pipeline/catalog-open.ts';
import type { CliContext } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { parseCount } from '../parsers.ts';

/** Values of the flags that say which catalogue. */
export type PlaceFlags = { database?: string };

/** Values of the flags that choose a moment. */
export type MomentFlags = { run?: string; asOf?: string };

/** Values of the flags that narrow a list of tools or servers. */
export type FilterFlags = MomentFlags & {
  category?: Category;
  severity?: Severity;
  effect?: Effect;
  minConfidence?: number;
  maxConfidence?: number;
  needsReview?: boolean;
  mismatch?: boolean;
  changedSince?: string;
  search?: string;
  server?: string;
  limit?: number;
};

/** Which catalogue the flags and the environment name. */
export function placeOf({ database }: PlaceFlags, { environment }: CliContext): CatalogPlace {
  const named = database ?? environment.databaseUrl?.reveal();
  return { places: environment.places, ...(named === undefined ? {} : { database: named }) };
}

/** Adds `--run`, `--as-of` and `--database`. */
export function addMomentFlags(command: Command): Command {
  command
    .option('--run <id>', 'what this run found; `last` for the one that started last')
    .addOption(
      new Option('--as-of <time>', 'what was known then, such as 2026-11-20 (00:00 UTC)').argParser(parseTime),
    );
  return addDatabaseFlag(command);
}

/** Adds the flags of `FilterFlags`. */
export function addFilterFlags(command: Command): Command {
  command
    .optionsGroup('Which:')
    .addOption(new Option('--category <category>', 'tools of this category').choices(CATEGORIES))
    .addOption(new Option('--severity <severity>', 'tools of this severity').choices(SEVERITIES))
    .addOption(new Option('--effect <effect>', 'tools with this effect').choices(EFFECTS))
    .addOption(new Option('--min-confidence <0..1>', 'tools at least this sure').argParser(parseShare))
    .addOption(new Option('--max-confidence <0..1>', 'tools at most this sure').argParser(parseShare))
    .option('--needs-review', 'tools in review')
    .option('--mismatch', 'tools whose annotations are contradicted')
    .addOption(new Option('--changed-since <time>', 'servers that changed then or later').argParser(parseTime))
    .option('--search <words>', 'tools with all these words, or beginnings, in name, title or description')
    .option('--server <id>', 'this server');
  addLimitFlag(command);
  return addMomentFlags(command);
}

/** Adds `--limit`. */
export function addLimitFlag(command: Command): Command {
  return command.addOption(new Option('--limit <n>', 'rows at most').argParser(parseCount(1)));
}

/** The filter that the flags name, without its moment. */
export function filterOf(flags: FilterFlags): ToolFilter {
  const { run: _run, asOf: _asOf, mismatch, ...rest } = flags;
  const { category, severity, effect, minConfidence, maxConfidence, needsReview, changedSince, search, server } = rest;
  return {
    ...(category === undefined ? {} : { category }),
    ...(severity === undefined ? {} : { severity }),
    ...(effect === undefined ? {} : { effect }),
    ...(minConfidence === undefined ? {} : { minConfidence }),
    ...(maxConfidence === undefined ? {} : { maxConfidence }),
    ...(needsReview === true ? { needsReview } : {}),
    ...(mismatch === true ? { annotationMismatch: true } : {}),
    ...(changedSince === undefined ? {} : { changedSince }),
    ...(search === undefined ? {} : { search }),
    ...(server === undefined ? {} : { server }),
    ...(rest.limit === undefined ? {} : { limit: rest.limit }),
  };
}

/** ISO 8601 of a day (its start in UTC) or a time. */
export function parseTime(word: string): string {
  const isTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/.test(word);
  const time = new Date(word);
  if (!isTime || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('Write a day or a time with its zone, such as 2026-11-20 or 2026-11-20T06:00Z.');
  return time.toISOString();
}

function parseShare(word: string): number {
  const share = Number(word);
  if (word.trim() === '' || !(share >= 0 && share <= 1)) throw new InvalidArgumentError('Write a number from 0 to 1.');
  return share;
}
