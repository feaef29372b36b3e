import type { ConnectOptions } from '../connect/options.ts';
import { DEFAULT_CAPS } from '../connect/options.ts';
import { takeSnapshot } from '../connect/take-snapshot.ts';
import { toFailure } from '../connect/to-failure.ts';
import { createRedactor, givenTexts, type Redact, redactDeep } from '../model/redact.ts';
import type { ServerResult } from '../model/run.ts';
import type { GivenValues } from '../model/secret.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';
import { toolSetHash } from '../model/tool.ts';
import type { ServerTarget } from '../sources/target.ts';
import { classifySnapshot, type ServerMemory } from './classify-snapshot.ts';
import { givenFor } from './given-for.ts';
import type { ScanOptions, ScanTools } from './scan-options.ts';

/** Looks at one server. What the operator gave stands in none of what comes back. Throws only what is no `Fault`. */
export async function scanServer(
  { target, entry, given: ofConfig }: ServerTarget,
  isOnlyTarget: boolean,
  catalog: ServerMemory,
  options: ScanOptions,
  tools: ScanTools,
): Promise<ServerResult> {
  const given = givenFor(entry, ofConfig, options.given, isOnlyTarget);
  const redact = createRedactor([...givenTexts(options.given), ...givenTexts(ofConfig)]);
  const shown = { target: redact(target), entry: redactDeep(entry, redact) };
  tools.onEvent({ type: 'server-started', server: entry.id });
  const result: ServerResult = await takeSnapshot(entry, connectOptions(options, tools, given)).then(
    async (snapshot) => {
      tools.onEvent({ type: 'stage', server: entry.id, stage: 'classify' });
      return {
        ...shown,
        status: 'listed',
        ...(await classifySnapshot(redactSnapshot(snapshot, redact), catalog, tools)),
      };
    },
    (error: unknown) => ({ ...shown, status: 'failed', failure: toFailure(shown.entry, error, redact, tools.now()) }),
  );
  const toolCount = result.status === 'listed' ? result.snapshot.tools.length : 0;
  tools.onEvent({ type: 'server-done', server: entry.id, status: result.status, tools: toolCount });
  return result;
}

function redactSnapshot(snapshot: ServerSnapshot, redact: Redact): ServerSnapshot {
  const clean = redactDeep(snapshot, redact);
  return { ...clean, toolSetHash: toolSetHash(clean.tools) };
}

function connectOptions(options: ScanOptions, tools: ScanTools, given: GivenValues): ConnectOptions {
  const { installsLimitBytes, timeoutMs, installTimeoutMs, allowScripts, unsandboxed, allowPrivate } = options;
  const limits = { installsLimitBytes, timeoutMs, installTimeoutMs, allowScripts, unsandboxed, allowPrivate };
  const { onEvent, signal, now } = tools;
  return { ...limits, installs: options.places.installs, caps: DEFAULT_CAPS, given, onEvent, signal, now };
}
