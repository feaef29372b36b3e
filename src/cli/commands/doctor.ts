import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';

/** `doctor`. */
export const doctor: CliCommand = {
  name: 'doctor',
  summary: 'say what this machine offers: sandbox, runtimes, folders, database, LLM',
  declare: (program) => program,
  run: async () => {
    throw new InputError('the pipeline is not wired yet');
  },
};
