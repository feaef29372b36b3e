import { isWithdrawn } from '../../model/server-entry.ts';
import { openRegistry } from '../registries/open-registry.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import type { TargetSource } from '../target-source.ts';

/** A server by its name in the MCP registry that `--registry` names. No registry is asked by default. */
export const registry: TargetSource = {
  id: 'registry',
  form: 'registry:<name>',
  accepts: (argument) => argument.startsWith('registry:'),
  async read(argument, context) {
    const name = argument.slice('registry:'.length);
    if (name === '') return [{ target: argument, problem: 'names no server: write registry:<name>' }];
    if (context.registry === undefined)
      return [
        { target: argument, problem: 'needs a registry: give its address, or a file saved from it, with --registry' },
      ];
    const opened = openRegistry(context.registry, context);
    if (opened === undefined)
      return [{ target: argument, problem: 'cannot be looked up: --registry is no http(s) address' }];
    try {
      return (await opened.find(name)).map((item) => present(item, argument));
    } catch (error) {
      if (context.signal?.aborted !== true) throw error;
      return [{ target: argument, problem: 'was not looked up: the run was stopped' }];
    }
  },
};

function present(item: ServerTarget | TargetProblem, argument: string): ServerTarget | TargetProblem {
  if ('problem' in item || !isWithdrawn(item.entry)) return item;
  return { target: argument, problem: 'was deleted from the registry' };
}
