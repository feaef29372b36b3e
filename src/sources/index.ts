import { TARGET_SOURCES } from './arguments/index.ts';
import { commandTarget } from './command-target.ts';
import type { ServerTarget, TargetProblem } from './target.ts';
import type { SourceContext } from './target-source.ts';

/**
 * Turns what the operator typed into servers: TARGET arguments in order, then the command after `--`, if any.
 * A target that cannot be read is one problem, and the rest goes on.
 */
export async function* resolveTargets(
  args: readonly string[],
  command: readonly string[] | undefined,
  context: SourceContext,
): AsyncIterable<ServerTarget | TargetProblem> {
  for (const argument of args) yield* await readArgument(argument, context);
  if (command !== undefined) yield commandTarget(command, context);
}

async function readArgument(argument: string, context: SourceContext): Promise<(ServerTarget | TargetProblem)[]> {
  const prefixed = TARGET_SOURCES.find((source) => source.id !== 'config-file' && source.accepts(argument));
  const source = prefixed ?? TARGET_SOURCES.find((each) => each.accepts(argument));
  if (source !== undefined) return await source.read(argument, context);
  return [{ target: argument, problem: `is no target: write ${TARGET_SOURCES.map(({ form }) => form).join(', ')}` }];
}
