import type { ConnectOptions } from '../connect/options.ts';
import { DEFAULT_CAPS } from '../connect/options.ts';
import { type Answer, takeSnapshot } from '../connect/take-snapshot.ts';
import { toFailure } from '../connect/to-failure.ts';
import { createRedactor, givenTexts, type Redact, redactDeep } from '../model/redact.ts';
import type { FailedResult, ServerResult } from '../model/run.ts';
import type { GivenValues } from '../model/secret.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';
import { toolSetHash } from '../model/tool.ts';
import type { ServerTarget } from '../sources/target.ts';
import { classifySnapshot, type ServerMemory } from './classify-snapshot.ts';
import { givenFor } from './given-for.ts';
import type { ScanOptions, ScanTools } from './scan-options.ts';

/** What of a scan's options says how servers are contacted. */
export type ContactOptions = Pick<
  ScanOptions,
  'places' | 'installsLimitBytes' | 'timeoutMs' | 'installTimeoutMs' | 'allowScripts' | 'unsandboxed' | 'allowPrivate'
>;

/** What contacting needs from outside. */
type ContactTools = Pick<ScanTools, 'onEvent' | 'signal' | 'now'>;

/** What contacting one server gave: what may be shown and stored of it, and its list or its failure. */
export type Contacted = Pick<ServerResult, 'target' | 'entry'> &
  ({ status: 'listed'; answer: Answer; redacted: () => ServerSnapshot } | FailedResult);

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
  tools.onEvent({ type: 'server-started', server: entry.id });
  const contacted = await contactServer({ target, entry, given }, redact, options, tools);
  const result = await classifyContacted(contacted, catalog, tools);
  const toolCount = result.status === 'listed' ? result.snapshot.tools.length : 0;
  tools.onEvent({ type: 'server-done', server: entry.id, status: result.status, tools: toolCount });
  return result;
}

/** Takes a server's snapshot. `answer` is as the server sent it, `redacted` what may be stored. Throws only what is no `Fault`. */
export async function contactServer(
  { target, entry, given }: ServerTarget,
  redact: Redact,
  options: ContactOptions,
  tools: ContactTools,
): Promise<Contacted> {
  const shown = { target: redact(target), entry: redactDeep(entry, redact) };
  try {
    const answer = await takeSnapshot(entry, connectOptions(options, tools, given));
    return { ...shown, status: 'listed', answer, redacted: () => redactSnapshot(answer, redact) };
  } catch (error) {
    return { ...shown, status: 'failed', failure: toFailure(shown.entry, error, redact, tools.now()) };
  }
}

/** The result of a contact: a list with its verdicts, or the failure. */
export async function classifyContacted(
  contacted: Contacted,
  catalog: ServerMemory,
  tools: ScanTools,
): Promise<ServerResult> {
  const { target, entry } = contacted;
  if (contacted.status === 'failed') return { target, entry, status: 'failed', failure: contacted.failure };
  tools.onEvent({ type: 'stage', server: entry.id, stage: 'classify' });
  return { target, entry, status: 'listed', ...(await classifySnapshot(contacted.redacted(), catalog, tools)) };
}

function redactSnapshot(snapshot: Answer, redact: Redact): ServerSnapshot {
  const clean = redactDeep(snapshot, redact);
  return { ...clean, toolSetHash: toolSetHash(clean.tools) };
}

function connectOptions(options: ContactOptions, tools: ContactTools, given: GivenValues): ConnectOptions {
  const { installsLimitBytes, timeoutMs, installTimeoutMs, allowScripts, unsandboxed, allowPrivate } = options;
  const limits = { installsLimitBytes, timeoutMs, installTimeoutMs, allowScripts, unsandboxed, allowPrivate };
  const { onEvent, signal, now } = tools;
  return { ...limits, installs: options.places.installs, caps: DEFAULT_CAPS, given, onEvent, signal, now };
}
