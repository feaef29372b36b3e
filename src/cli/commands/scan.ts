import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';
import { addConnectFlags, addDatabaseFlag, addGateFlags } from '../options.ts';

/** `scan TARGET…`: from targets to verdicts, report, policies and catalogue. */
export const scan: CliCommand = {
  name: 'scan',
  summary: 'list and classify the tools of servers',
  declare: (program) =>
    addGateFlags(
      addConnectFlags(
        addDatabaseFlag(
          program
            .usage('TARGET... [options] | [options] -- COMMAND [args...]')
            .argument('[targets...]', 'npm:, pypi:, registry:, a URL, or a client config such as mcp.json')
            .option('--json', 'print one JSON document')
            .option('--out <folder>', 'write report, policies and run folder there'),
        ),
      ),
    ),
  run: async () => {
    throw new InputError('the pipeline is not wired yet');
  },
};
