import { InputError } from '../model/fault.ts';
import { resolveTargets } from '../sources/index.ts';
import { mergeTargets } from '../sources/merge-targets.ts';
import type { ServerTarget, TargetProblem } from '../sources/target.ts';
import type { ScanOptions, ScanTools } from './scan-options.ts';

/**
 * Finds the servers of all targets. Entries of one server become one with all its origins, the first one's values
 * first. Throws `InputError` when nothing at all can be looked at.
 */
export async function collectTargets(
  options: Pick<ScanOptions, 'targets' | 'command' | 'registry'> & Partial<Pick<ScanOptions, 'given'>>,
  tools: Partial<Pick<ScanTools, 'onEvent' | 'signal'>> = {},
): Promise<{ targets: ServerTarget[]; problems: TargetProblem[] }> {
  const byId = new Map<string, ServerTarget>();
  const problems: TargetProblem[] = [];
  const { targets, command, registry, given } = options;
  const { onEvent, signal } = tools;
  const context = {
    cwd: process.cwd(),
    ...(registry === undefined ? {} : { registry }),
    ...(given === undefined ? {} : { env: given.env }),
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(signal === undefined ? {} : { signal }),
  };
  for await (const found of resolveTargets(targets, command, context)) {
    if ('problem' in found) problems.push(found);
    else {
      const first = byId.get(found.entry.id);
      byId.set(found.entry.id, first === undefined ? found : mergeTargets(first, found));
    }
  }
  if (byId.size === 0) throw new InputError(describe(problems));
  return { targets: [...byId.values()], problems };
}

function describe(problems: readonly TargetProblem[]): string {
  if (problems.length === 0)
    return 'no target given: name an npm: or pypi: package, a URL, a client config, or a command after --';
  return `no target could be read:\n${problems.map(({ target, problem }) => `  ${target}: ${problem}`).join('\n')}`;
}
