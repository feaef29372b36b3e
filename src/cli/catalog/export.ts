import { Option } from 'commander';
import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { note, printAll } from '../output.ts';
import { type PlaceFlags, placeOf } from './flags.ts';

type Flags = PlaceFlags & { format: 'jsonl' | 'csv' | 'parquet' | 'folder'; run?: string; out?: string };

/** `catalog export`: the history as JSON Lines, a run as CSV, as Parquet, or as the folder that `scan --out` writes. */
export const exportCatalog: CliCommand = {
  name: 'export',
  summary: 'write the history as JSON Lines, or one run as CSV, as Parquet or as its folder',
  declare: (program) => {
    program
      .addOption(
        new Option('--format <format>', 'jsonl holds all that import needs; csv, parquet and folder are of one run')
          .choices(['jsonl', 'csv', 'parquet', 'folder'])
          .default('jsonl'),
      )
      .option('--run <id>', 'only this run; `last` for the one that started last')
      .option('-o, --out <path>', 'write there instead of to stdout; needed for Parquet and for a folder');
    return addDatabaseFlag(program);
  },
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const { format, run, out } = flags;
    const [{ withCatalog }, exports] = await Promise.all([
      import('../../pipeline/catalog-open.ts'),
      import('../../pipeline/catalog-export.ts'),
    ]);
    await withCatalog(placeOf(flags, context), async (catalog) => {
      if (format === 'folder') {
        if (out === undefined) throw new InputError('--format folder needs --out');
        await exports.exportRunFolder(catalog, out, run);
      } else if (format === 'parquet') {
        if (out === undefined) throw new InputError('--format parquet needs --out');
        await (await import('../../pipeline/catalog-parquet.ts')).exportParquet(catalog, out, run);
      } else {
        const text = format === 'csv' ? exports.exportCsv(catalog, run) : exports.exportLines(catalog, run);
        if (out === undefined) return printAll(text);
        await write(out, text);
      }
      note(`toolrisk: wrote ${out}`);
      return undefined;
    });
    return [0];
  },
};

async function write(file: string, text: AsyncIterable<string>): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  try {
    await writeFile(file, text);
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause)
      throw new InputError(`--out ${file} cannot be written: ${cause.message}`, { cause });
    throw cause;
  }
}
