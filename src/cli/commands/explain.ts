import { InputError } from '../../model/fault.ts';
import type { Explanation } from '../../pipeline/explain.ts';
import type { CliCommand, CliContext } from '../command.ts';
import { addConnectFlags, addPresetFlag } from '../options.ts';
import { note, print } from '../output.ts';
import { type ScanFlags, scanOptionsOf } from '../scan-flags.ts';

/** `explain TARGET TOOL`: one tool with its evidence. */
export const explain: CliCommand = {
  name: 'explain',
  summary: 'show one tool with its evidence',
  declare: (program) => {
    program
      .usage('TARGET TOOL [options]\n       toolrisk explain TOOL [options] -- COMMAND [args...]')
      .argument('<words...>', 'a target as for scan, and the exact name of one of its tools')
      .option('--json', 'print one JSON document');
    return addConnectFlags(addPresetFlag(program));
  },
  run: async (program, context) => {
    const flags = program.opts<ScanFlags & { json?: boolean }>();
    const [targets, tool] = splitWords(program.args, context);
    const options = scanOptionsOf(targets, flags, context);
    const [{ explainTool }, { loadScanTools }, { startProgress }] = await Promise.all([
      import('../../pipeline/explain.ts'),
      import('../scan-tools.ts'),
      import('../terminal/progress.ts'),
    ]);
    const progress = await startProgress(process.stderr);
    const explanation = await loadScanTools(context, progress.onEvent)
      .then((tools) => explainTool(options, tool, tools))
      .finally(progress.stop);
    await (flags.json === true ? showAsJson(explanation) : show(explanation, context));
    return explanation.result.status === 'failed' ? [3] : [0];
  },
};

/** The last word is the tool; what stands before it is the target, unless a command after `--` is. */
function splitWords(words: readonly string[], { trailing }: CliContext): [targets: string[], tool: string] {
  const tool = words.at(-1);
  const targets = words.slice(0, -1);
  if (tool === undefined || (trailing === undefined && targets.length === 0))
    throw new InputError('explain needs a target and the name of a tool: toolrisk explain TARGET TOOL');
  return [targets, tool];
}

async function show(explanation: Explanation, { environment }: CliContext): Promise<void> {
  const [{ screenOf }, { viewTool }, { viewFailure }, { nameOf }] = await Promise.all([
    import('../terminal/screen.ts'),
    import('../terminal/explain-view.ts'),
    import('../terminal/failure-note.ts'),
    import('../../report/summary.ts'),
  ]);
  if (!('indexes' in explanation)) return note(viewFailure(explanation.result));
  const { result, indexes, policy } = explanation;
  const server = result.snapshot.provenance.package ?? nameOf(result);
  const screen = screenOf(process.stdout, environment);
  for (const index of indexes) {
    const [tool, verdict] = [result.snapshot.tools[index], result.classifications[index]];
    if (tool !== undefined && verdict !== undefined)
      print(viewTool({ server, tool, verdict, rule: policy.tools[tool.name] }, screen));
  }
}

async function showAsJson(explanation: Explanation): Promise<void> {
  const [{ stringifyJson }, { serverRecord }] = await Promise.all([
    import('../../model/escape/json.ts'),
    import('../../report/formats/json.ts'),
  ]);
  const { tools, ...server } = serverRecord(explanation.result);
  const explained = !('indexes' in explanation)
    ? []
    : explanation.indexes.map((index) => {
        const definition = explanation.result.snapshot.tools[index];
        return { ...tools[index], definition, policy: definition && explanation.policy.tools[definition.name] };
      });
  print(`${stringifyJson({ ...server, tools: explained }, 2)}\n`);
}
