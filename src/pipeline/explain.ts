import { InputError } from '../model/fault.ts';
import type { Policy } from '../model/policy.ts';
import type { FailedResult, ListedResult, ServerResult } from '../model/run.ts';
import { derivePolicy } from '../policy/derive-policy.ts';
import { hasCatalog, withCatalog } from './catalog-open.ts';
import type { ServerMemory } from './classify-snapshot.ts';
import { collectTargets } from './collect-targets.ts';
import { startRun } from './run-record.ts';
import type { ScanOptions, ScanTools } from './scan-options.ts';
import { scanServer } from './scan-server.ts';

/** One tool with its verdict and policy, or why its server could not be listed. */
export type Explanation =
  | { result: ServerResult & ListedResult; indexes: number[]; policy: Policy }
  | { result: ServerResult & FailedResult };

/** Names that are listed when a tool is not found. */
const NAMES_SHOWN = 20;

/**
 * Looks at one server afresh, and finds a tool by its exact name (all of them when several share it). Of the catalogue,
 * where there is one, only people's decisions are read. Throws `InputError` when the target is no single server or has
 * no such tool.
 */
export async function explainTool(options: ScanOptions, toolName: string, tools: ScanTools): Promise<Explanation> {
  const nothing: ServerMemory = { lastListed: async () => undefined };
  if (!(await hasCatalog(options))) return await explainWith(nothing, options, toolName, tools);
  return await withCatalog(options, ({ reviews }) => explainWith({ ...nothing, reviews }, options, toolName, tools));
}

async function explainWith(
  memory: ServerMemory,
  options: ScanOptions,
  toolName: string,
  tools: ScanTools,
): Promise<Explanation> {
  const { targets } = await collectTargets(options, tools);
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    const names = targets.map((one) => one.target).join(', ');
    throw new InputError(`explain looks at one server, and the target names ${targets.length}: ${names}`);
  }
  const result = await scanServer(target, true, memory, options, tools);
  if (result.status === 'failed') return { result };
  const indexes = result.snapshot.tools.flatMap(({ name }, index) => (name === toolName ? [index] : []));
  if (indexes.length === 0) throw new InputError(describeMissing(result, toolName));
  return { result, indexes, policy: derivePolicy(result, startRun(options, [target], tools), options.preset) };
}

function describeMissing(result: ServerResult & ListedResult, toolName: string): string {
  const names = result.snapshot.tools.map(({ name }) => name);
  const wanted = toolName.toLowerCase();
  const near = names.filter((name) => name.toLowerCase().includes(wanted) || wanted.includes(name.toLowerCase()));
  const shown = near.length > 0 ? near : names;
  const rest = shown.length > NAMES_SHOWN ? `, and ${shown.length - NAMES_SHOWN} more` : '';
  return `${result.entry.id} has no tool "${toolName}"; it has: ${shown.slice(0, NAMES_SHOWN).join(', ')}${rest}`;
}
