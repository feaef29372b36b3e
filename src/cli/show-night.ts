import type { Account } from '../model/account.ts';
import { stringifyJson } from '../model/escape/json.ts';
import type { Night } from '../pipeline/nightly/nightly.ts';
import type { CliContext } from './command.ts';
import { print } from './output.ts';

/** Prints the account of a night: for a person, or as one JSON document. */
export async function showNight(
  { account, written }: Night,
  { json }: { json?: boolean },
  { environment }: CliContext,
): Promise<void> {
  if (json === true) return print(`${stringifyJson(account, 2)}\n`);
  const [{ screenOf }, { viewAccount }, { viewWritten }] = await Promise.all([
    import('./terminal/screen.ts'),
    import('./terminal/account-view.ts'),
    import('./terminal/written-view.ts'),
  ]);
  const screen = screenOf(process.stdout, environment);
  print(viewAccount(account, screen));
  print(viewWritten(written, screen));
}

/** Says what a night that was left to the workers sent. */
export async function showEnqueued(begun: Account, { json }: { json?: boolean }): Promise<void> {
  if (json === true) return print(`${stringifyJson(begun, 2)}\n`);
  const { count } = await import('../report/wording.ts');
  print(`${begun.run}: ${count(begun.remaining, 'server')} to do, sent to the workers\n`);
}
