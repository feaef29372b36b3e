import { type ConnectOptions, DEFAULT_CAPS } from '../../src/connect/options.ts';
import { NOTHING_GIVEN } from '../../src/model/secret.ts';

/** Options of a careful connection, with installs in a folder of the test's; what a test is about replaces its own. */
export function connectOptions(installs: string, more: Partial<ConnectOptions> = {}): ConnectOptions {
  return {
    installs,
    installsLimitBytes: 2 ** 30,
    timeoutMs: 20_000,
    installTimeoutMs: 20_000,
    allowScripts: false,
    unsandboxed: false,
    allowPrivate: false,
    caps: DEFAULT_CAPS,
    given: NOTHING_GIVEN,
    onEvent: () => undefined,
    signal: new AbortController().signal,
    now: () => new Date('2026-01-01T00:00:00Z'),
    ...more,
  };
}
