import { takeAdvisoryLock } from '../../catalog/schedule/advisory-lock.ts';
import { takeLockFile } from './lock-file.ts';
import type { NightOptions, NightTools } from './night-options.ts';

/** Takes the lock against a second night over the same catalogue. Throws `DependencyError` where one runs. */
export async function takeNightLock(
  { database }: Pick<NightOptions, 'database'>,
  { now, onEvent }: Pick<NightTools, 'now' | 'onEvent'>,
): Promise<() => Promise<void>> {
  if (database === ':memory:') return async () => undefined;
  if (/^postgres(?:ql)?:\/\//.test(database)) return (await takeAdvisoryLock(database)).release;
  const { tookOver, release } = takeLockFile(`${database}.night.lock`, now());
  if (tookOver !== undefined) onEvent({ type: 'note', message: tookOver });
  return async () => release();
}
