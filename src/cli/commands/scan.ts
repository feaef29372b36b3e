import type { Baseline, Risen } from '../../pipeline/baseline.ts';
import type { Scan } from '../../pipeline/scan.ts';
import type { CliCommand } from '../command.ts';
import { addLlmFlags, type LlmFlags, llmOptionsFrom } from '../llm-options.ts';
import {
  addConnectFlags,
  addDatabaseFlag,
  addGateFlags,
  addPresetFlag,
  type GateFlags,
  TARGETS_HELP,
} from '../options.ts';
import { type ScanFlags, scanOptionsOf } from '../scan-flags.ts';

type Flags = ScanFlags & GateFlags & LlmFlags & { json?: boolean };

/** `scan TARGET…`: from targets to verdicts, report, policies and catalogue. */
export const scan: CliCommand = {
  name: 'scan',
  summary: 'list and classify the tools of servers',
  declare: (program) => {
    program
      .usage('TARGET... [options]\n       toolrisk scan [options] -- COMMAND [args...]')
      .argument('[targets...]', TARGETS_HELP)
      .option('--json', 'print one JSON document')
      .option('-o, --out <folder>', 'write report, policies and run folder there');
    for (const add of [addDatabaseFlag, addPresetFlag, addConnectFlags, addGateFlags, addLlmFlags]) add(program);
    return program;
  },
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const llm = llmOptionsFrom(flags, context.environment);
    const options = { ...scanOptionsOf(program.args, flags, context), llm };
    const [{ withScan }, { showScan, showScanAsJson }, { exitCodesOf }, { readBaseline }] = await Promise.all([
      import('../with-scan.ts'),
      import('../show-scan.ts'),
      import('../../pipeline/findings.ts'),
      import('../../pipeline/baseline.ts'),
    ]);
    const baseline = flags.baseline === undefined ? undefined : await readBaseline(flags.baseline);
    return withScan(options, context, async (done) => {
      const risen = await risenIn(done, baseline);
      if (flags.json === true) await showScanAsJson(done);
      else await showScan(done, risen, context);
      const { failOn, ignoreDoubt = false, maxFailures } = flags;
      return exitCodesOf({ ...done, risen }, { ...(failOn === undefined ? {} : { failOn }), ignoreDoubt, maxFailures });
    });
  },
};

/** Tools that rose against the baseline; none without one. */
async function risenIn({ results }: Scan, baseline: Baseline | undefined): Promise<Risen[]> {
  if (baseline === undefined) return [];
  const { risenAgainst } = await import('../../pipeline/baseline.ts');
  const risen: Risen[] = [];
  for await (const result of results()) risen.push(...risenAgainst(baseline, result));
  return risen;
}
