import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';

/** `report`. */
export const report: CliCommand = {
  name: 'report',
  summary: 'render the report of an earlier run again',
  declare: (program) => program,
  run: async () => {
    throw new InputError('the pipeline is not wired yet');
  },
};
