import type { ExitCode } from '../../model/exit-code.ts';
import { exitCodesOf } from '../findings.ts';
import type { NightlyConfig } from './config.ts';
import type { Night } from './nightly.ts';

/** The exit codes that apply to a night: what its new and changed servers hold, and how many failed. */
export function nightExitCodes(
  { account, news }: Pick<Night, 'account' | 'news'>,
  { failOn, ignoreDoubt, maxFailures = Number.POSITIVE_INFINITY }: NightlyConfig,
): ExitCode[] {
  const summary = { ...news, failed: account.failed.total };
  const terms = { ...(failOn === undefined ? {} : { failOn }), ignoreDoubt, maxFailures };
  return exitCodesOf({ summary, problems: [], risen: [] }, terms);
}
