import { randomBytes } from 'node:crypto';
import type { LlmLedger } from '../model/llm-ledger.ts';
import { createRedactor, givenTexts } from '../model/redact.ts';
import type { Run } from '../model/run.ts';
import type { ServerTarget } from '../sources/target.ts';
import { readVersion } from './assets.ts';
import type { ScanOptions, ScanTools } from './scan-options.ts';

/**
 * The record of a run that begins now over the named targets, as their source shows them: what was typed may hold
 * secrets, in a URL for example. Names of given values stand in it, never the values.
 */
export function startRun(
  options: Omit<ScanOptions, 'targets' | 'command'>,
  targets: readonly ServerTarget[],
  { classifier, now }: Pick<ScanTools, 'classifier' | 'now'>,
): Run {
  const startedAt = now().toISOString();
  const redact = createRedactor(givenTexts(options.given));
  const { jobs, timeoutMs, installTimeoutMs, allowScripts, unsandboxed, allowPrivate, preset } = options;
  return {
    id: `run-${startedAt.replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`,
    startedAt,
    versions: { toolrisk: readVersion(), ...classifier.versions },
    options: {
      targets: targets.map(({ target }) => redact(target)),
      given: [...options.given.env.keys(), ...options.given.headers.keys()],
      jobs,
      timeoutMs,
      installTimeoutMs,
      allowScripts,
      unsandboxed,
      allowPrivate,
      preset,
      llm: options.llm?.mode ?? 'off',
    },
  };
}

/** The same record, finished, with what asking a model took. */
export function finishRun(run: Run, now: Date, llm?: LlmLedger): Run {
  return { ...run, finishedAt: now.toISOString(), ...(llm === undefined ? {} : { llm }) };
}
