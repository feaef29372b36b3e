import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';

/** `policy`. */
export const policy: CliCommand = {
  name: 'policy',
  summary: 'print the default policy of a server',
  declare: (program) => program,
  run: async () => {
    throw new InputError('the pipeline is not wired yet');
  },
};
