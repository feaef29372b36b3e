import { InputError } from '../../model/fault.ts';
import type { CliCommand } from '../command.ts';

/** `demo`. */
export const demo: CliCommand = {
  name: 'demo',
  summary: 'scan five well-known servers, to see what toolrisk does',
  declare: (program) => program,
  run: async () => {
    throw new InputError('the pipeline is not wired yet');
  },
};
