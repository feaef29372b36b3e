import type { Command } from 'commander';
import { escapeTerminal } from '../../model/escape/terminal.ts';
import type { PolicyTerms } from '../../pipeline/derive-policies.ts';
import { type PlaceFlags, placeOf } from '../catalog/flags.ts';
import type { CliContext } from '../command.ts';
import { addDatabaseFlag, addPresetFlag, type PresetFlag } from '../options.ts';
import { note } from '../output.ts';

/** Values of the flags by which policies are derived from runs. */
export type TermFlags = PlaceFlags & PresetFlag & { overrides?: string };

/** Adds the flags of `TermFlags`. */
export function addTermFlags(command: Command): Command {
  command.optionsGroup('How policies are derived from a run:');
  addPresetFlag(command).option('--overrides <file>', 'decisions, limits and rules on arguments of your own');
  return addDatabaseFlag(command);
}

/** The terms that the flags name, and the catalogue. */
export async function termsOf(flags: TermFlags, context: CliContext) {
  const { readOverrides } = await import('../../pipeline/read-overrides.ts');
  const overrides = flags.overrides === undefined ? undefined : await readOverrides(flags.overrides);
  let refused = 0;
  const terms: PolicyTerms = {
    preset: flags.preset,
    ...(overrides === undefined ? {} : { overrides }),
    onProblem: (problem, isRefused) => {
      refused += Number(isRefused);
      note(`toolrisk: ${escapeTerminal(problem)}`);
    },
  };
  return { terms, place: placeOf(flags, context), refused: () => refused };
}
