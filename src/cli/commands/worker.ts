import { Option } from 'commander';
import type { Secret } from '../../model/secret.ts';
import type { CliCommand } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { parseWebUrl } from '../parsers.ts';
import { holdYoungGeneration } from '../young-generation.ts';

type Flags = { config: string; database?: string; drain?: boolean; webhook?: Secret };

/** `worker --config FILE`: one of many machines that look at the servers of a night. */
export const worker: CliCommand = {
  name: 'worker',
  summary: 'look at the servers of a night, as one of many machines over one PostgreSQL catalogue',
  declare: (program) => {
    program
      .requiredOption('-c, --config <file>', 'YAML file that says what a night does, the same on every machine')
      .addOption(new Option('--webhook <url>', 'post the accounts of nights there as JSON').argParser(parseWebUrl))
      .option('--drain', 'end when no night is unfinished, in place of waiting for the next');
    return addDatabaseFlag(program);
  },
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const letYoungGrow = holdYoungGeneration();
    const [{ nightOptionsOf }, { loadScanTools }, { startNightDisplay }, { runWorker }] = await Promise.all([
      import('../night-options.ts'),
      import('../scan-tools.ts'),
      import('../terminal/night-progress.ts'),
      import('../../pipeline/worker/worker.ts'),
    ]);
    const options = await nightOptionsOf(flags.config, flags, context);
    const display = await startNightDisplay(process.stderr);
    const tools = { ...(await loadScanTools(context, display.onEvent)), onProgress: display.onProgress };
    letYoungGrow();
    await runWorker(options, tools, { drain: flags.drain === true }).finally(display.stop);
    return [0];
  },
};
