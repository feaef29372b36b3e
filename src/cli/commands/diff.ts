import { Option } from 'commander';
import { type PlaceFlags, parseTime, placeOf } from '../catalog/flags.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { printAll } from '../output.ts';

type Flags = PlaceFlags & { since?: string; json?: boolean; jsonl?: boolean };

/** `diff RUN RUN`, `diff --since DATE`: what changed, in terms of risk. */
export const diff: CliCommand = {
  name: 'diff',
  summary: 'what changed between two runs, or since a day, in terms of risk',
  declare: (program) => {
    program
      .usage('RUN RUN [options]\n       toolrisk diff --since TIME [options]')
      .argument('[runs...]', 'ids of two runs, the earlier first; `last` for the one that started last')
      .addOption(new Option('--since <time>', 'since then, such as 2026-11-20 (00:00 UTC)').argParser(parseTime))
      .option('--json', 'print one JSON document')
      .option('--jsonl', 'print JSON Lines, a change a line');
    return addDatabaseFlag(program);
  },
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const [{ withDiff }, { viewDiff }, { screenOf }, { stringifyJson }] = await Promise.all([
      import('../../pipeline/catalog-diff.ts'),
      import('../terminal/diff-view.ts'),
      import('../terminal/screen.ts'),
      import('../../model/escape/json.ts'),
    ]);
    const { since, json, jsonl } = flags;
    const options = { ...placeOf(flags, context), runs: program.args, ...(since === undefined ? {} : { since }) };
    await withDiff(options, async ({ from, to, changes }) => {
      if (jsonl) return printAll(lines(changes, stringifyJson));
      if (json) return printAll(document({ from, to }, changes, stringifyJson));
      return printAll(viewDiff(changes, screenOf(process.stdout, context.environment)));
    });
    return [0];
  },
};

type Stringify = (value: unknown) => string;

async function* lines(items: AsyncIterable<unknown>, stringify: Stringify): AsyncGenerator<string> {
  for await (const item of items) yield `${stringify(item)}\n`;
}

async function* document(
  head: Record<string, unknown>,
  changes: AsyncIterable<unknown>,
  stringify: Stringify,
): AsyncGenerator<string> {
  yield `${stringify(head).slice(0, -1)},"changes":[`;
  let before = '\n';
  for await (const change of changes) {
    yield before + stringify(change);
    before = ',\n';
  }
  yield '\n]}\n';
}
