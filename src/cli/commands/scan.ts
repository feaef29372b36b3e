import { InputError } from '../../model/fault.ts';
import type { Baseline, Risen } from '../../pipeline/baseline.ts';
import type { Scan } from '../../pipeline/scan.ts';
import type { ScanOptions } from '../../pipeline/scan-options.ts';
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

type Flags = ScanFlags & GateFlags & LlmFlags & { json?: boolean; overrides?: string };

/** `scan TARGET…`: from targets to verdicts, report, policies and catalogue. */
export const scan: CliCommand = {
  name: 'scan',
  summary: 'list and classify the tools of servers',
  declare: (program) => {
    program
      .usage('TARGET... [options]\n       toolrisk scan [options] -- COMMAND [args...]')
      .argument('[targets...]', TARGETS_HELP)
      .option('--json', 'print one JSON document')
      .option('-o, --out <folder>', 'write report, policies and run folder there')
      .option('--overrides <file>', 'decisions, limits and rules on arguments of your own for the policies');
    for (const add of [addDatabaseFlag, addPresetFlag, addConnectFlags, addGateFlags, addLlmFlags]) add(program);
    return program;
  },
  run: async (program, context) => {
    const flags = program.opts<Flags>();
    const llm = llmOptionsFrom(flags, context.environment);
    const overrides = await overridesOf(flags);
    const options = { ...scanOptionsOf(program.args, flags, context), llm, ...overrides };
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
      const codes = exitCodesOf(
        { ...done, risen },
        { ...(failOn === undefined ? {} : { failOn }), ignoreDoubt, maxFailures },
      );
      return done.refusedOverrides > 0 ? [...codes, 2] : codes;
    });
  },
};

/** The overrides that `--overrides` names, for the policies that `--out` writes. */
async function overridesOf({ overrides, out }: Flags): Promise<Pick<ScanOptions, 'overrides'>> {
  if (overrides === undefined) return {};
  if (out === undefined) throw new InputError('--overrides changes the policies of --out: add --out, or use `policy`');
  const { readOverrides } = await import('../../pipeline/read-overrides.ts');
  return { overrides: await readOverrides(overrides) };
}

/** Tools that rose against the baseline; none without one. */
async function risenIn({ results }: Scan, baseline: Baseline | undefined): Promise<Risen[]> {
  if (baseline === undefined) return [];
  const { risenAgainst } = await import('../../pipeline/baseline.ts');
  const risen: Risen[] = [];
  for await (const result of results()) risen.push(...risenAgainst(baseline, result));
  return risen;
}
