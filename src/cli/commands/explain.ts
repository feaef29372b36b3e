import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';

/** `explain`. */
export const explain: CliCommand = {
  name: 'explain',
  summary: 'show one tool with its evidence',
  declare: (program) => program,
  run: async () => {
    throw new InputError('the pipeline is not wired yet');
  },
};
