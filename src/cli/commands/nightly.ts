import { Option } from 'commander';
import type { Secret } from '../../model/secret.ts';
import type { NightPlan } from '../../pipeline/nightly/plan-night.ts';
import type { CliCommand, CliContext } from '../command.ts';
import { addDatabaseFlag } from '../options.ts';
import { print } from '../output.ts';
import { parseWebUrl } from '../parsers.ts';
import { holdYoungGeneration } from '../young-generation.ts';

type Flags = {
  config: string;
  database?: string;
  dryRun?: boolean;
  enqueue?: boolean;
  webhook?: Secret;
  json?: boolean;
};

/** `nightly --config FILE`: keeps a catalogue of many servers current. */
export const nightly: CliCommand = {
  name: 'nightly',
  summary: 'keep a catalogue of many servers current: look at what changed, and give account',
  declare: (program) => {
    program
      .requiredOption('-c, --config <file>', 'YAML file that says what a night does (see data/nightly.example.yaml)')
      .addOption(new Option('--webhook <url>', 'post the account there as JSON').argParser(parseWebUrl))
      .option('--enqueue', 'leave the looking to the workers: begin the night, send its jobs, and end')
      .option('--dry-run', 'say what would be done and why, and write nothing')
      .option('--json', 'print the account as one JSON document');
    return addDatabaseFlag(program);
  },
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const letYoungGrow = holdYoungGeneration();
    const [{ nightOptionsOf }, { loadScanTools }, { startNightDisplay }] = await Promise.all([
      import('../night-options.ts'),
      import('../scan-tools.ts'),
      import('../terminal/night-progress.ts'),
    ]);
    const options = await nightOptionsOf(flags.config, flags, context);
    const display = await startNightDisplay(process.stderr);
    const tools = { ...(await loadScanTools(context, display.onEvent)), onProgress: display.onProgress };
    if (flags.dryRun === true) {
      const { planNight } = await import('../../pipeline/nightly/plan-night.ts');
      const plan = await planNight(options, tools).finally(display.stop);
      await showPlan(plan, flags, context);
      return [0];
    }
    if (flags.enqueue === true) {
      const { enqueueNight } = await import('../../pipeline/worker/worker.ts');
      const begun = await enqueueNight(options, tools).finally(display.stop);
      const { showEnqueued } = await import('../show-night.ts');
      await showEnqueued(begun, flags);
      return [0];
    }
    const { runNight } = await import('../../pipeline/nightly/nightly.ts');
    letYoungGrow();
    const night = await runNight(options, tools).finally(display.stop);
    const [{ deliverAccount }, { showNight }] = await Promise.all([
      import('../../pipeline/deliver-account.ts'),
      import('../show-night.ts'),
    ]);
    night.written.push(...(await deliverAccount(night.account, options.recipients, tools)));
    await showNight(night, flags, context);
    const { nightExitCodes } = await import('../../pipeline/nightly/night-exit-codes.ts');
    return nightExitCodes(night, options.config);
  },
};

async function showPlan(plan: NightPlan, { json }: Flags, { environment }: CliContext): Promise<void> {
  const [{ stringifyJson }, { viewPlan }, { screenOf }] = await Promise.all([
    import('../../model/escape/json.ts'),
    import('../terminal/plan-view.ts'),
    import('../terminal/screen.ts'),
  ]);
  print(json === true ? `${stringifyJson(plan, 2)}\n` : viewPlan(plan, screenOf(process.stdout, environment)));
}
