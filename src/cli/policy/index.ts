import type { CliCommand } from '../command.ts';
import { diffPolicy } from './diff.ts';
import { simulate } from './simulate.ts';

/** Every command below `policy`, in the order of the alphabet. */
export const POLICY_COMMANDS: readonly CliCommand[] = [diffPolicy, simulate];
