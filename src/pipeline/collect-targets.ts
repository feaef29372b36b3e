import { InputError } from '../model/fault.ts';
import { resolveTargets } from '../sources/index.ts';
import type { ServerTarget, TargetProblem } from '../sources/target.ts';
import type { ScanOptions } from './scan-options.ts';

/**
 * Finds the servers of all targets. Entries of one server become one with all its origins, the first one's values
 * first. Throws `InputError` when nothing at all can be looked at.
 */
export async function collectTargets(
  options: Pick<ScanOptions, 'targets' | 'command'>,
): Promise<{ targets: ServerTarget[]; problems: TargetProblem[] }> {
  const byId = new Map<string, ServerTarget>();
  const problems: TargetProblem[] = [];
  for await (const found of resolveTargets(options.targets, options.command, { cwd: process.cwd() })) {
    if ('problem' in found) problems.push(found);
    else byId.set(found.entry.id, merge(byId.get(found.entry.id), found));
  }
  if (byId.size === 0) throw new InputError(describe(problems));
  return { targets: [...byId.values()], problems };
}

function merge(first: ServerTarget | undefined, next: ServerTarget): ServerTarget {
  if (first === undefined) return next;
  return {
    ...first,
    entry: { ...first.entry, origins: [...first.entry.origins, ...next.entry.origins] },
    given: {
      env: new Map([...next.given.env, ...first.given.env]),
      headers: new Map([...next.given.headers, ...first.given.headers]),
    },
  };
}

function describe(problems: readonly TargetProblem[]): string {
  if (problems.length === 0)
    return 'no target given: name an npm: or pypi: package, a URL, a client config, or a command after --';
  return `no target could be read:\n${problems.map(({ target, problem }) => `  ${target}: ${problem}`).join('\n')}`;
}
