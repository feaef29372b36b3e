import { hashOf } from '../../model/canonical.ts';
import type { OnEvent } from '../../model/event.ts';
import { isJsonObject } from '../../model/json.ts';
import { sqliteCode } from '../../model/sqlite-error.ts';
import { RegistryRecord } from '../server-json/server-json.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import { type MirrorFile, type MirrorState, openMirrorFile } from './mirror-file.ts';
import type { RemoteRegistry } from './registry.ts';
import { readRegistryRecord } from './registry-record.ts';

/** Where registries are mirrored, and how. */
export type Mirrors = {
  folder: string;
  /** Milliseconds after which a registry is asked for its whole list again, since what left it without a trace is not told. */
  relistAfterMs: number;
  now: () => Date;
};

/**
 * The whole list of a registry, for which it is asked only what changed since the last time ("Registry Aggregators": keep
 * what you read). A list that breaks off leaves what is known of the rest, with the problem told. Where the mirror cannot
 * be used, as beside another process that does or on a full disk, the registry is asked for everything.
 */
export async function* listMirrored(
  registry: RemoteRegistry,
  mirrors: Mirrors,
  onEvent?: OnEvent,
): AsyncGenerator<ServerTarget | TargetProblem, void, void> {
  const file = openMirrorFile(mirrors.folder, registry.place);
  if (file === undefined) {
    yield* registry.list();
    return;
  }
  let isOpen = true;
  try {
    yield* await bringUpToDate(registry, file, mirrors, onEvent);
    for (const record of file.records()) yield* readRegistryRecord(record, { place: registry.place });
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    isOpen = false;
    file.drop();
    onEvent?.({ type: 'note', message: describeLoss(registry.place, error) });
    yield* registry.list();
  } finally {
    if (isOpen) file.close();
  }
}

async function bringUpToDate(
  registry: RemoteRegistry,
  file: MirrorFile,
  { relistAfterMs, now }: Mirrors,
  onEvent: OnEvent | undefined,
): Promise<TargetProblem[]> {
  const state = file.state();
  const isFresh = state !== undefined && now().getTime() - state.wholeAt.getTime() < relistAfterMs;
  const { problems, entries } = await refresh(registry, file, isFresh ? state : undefined, now());
  if (isFresh) onEvent?.({ type: 'note', message: describe(registry.place, state, entries) });
  return problems;
}

function describeLoss(place: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `what was kept of the registry ${place} cannot be used and was removed (${reason}): it is asked for everything`;
}

function describe(place: string, { changesSince }: MirrorState, entries: number): string {
  const count = entries === 1 ? '1 entry' : `${entries} entries`;
  return `asked the registry ${place} for what changed since ${changesSince.toISOString()}: ${count}`;
}

/** Brings a mirror up to date, from what it knows or from nothing; gives how many entries came and what stood in the way. */
async function refresh(
  registry: RemoteRegistry,
  file: MirrorFile,
  known: MirrorState | undefined,
  startedAt: Date,
): Promise<{ problems: TargetProblem[]; entries: number }> {
  const problems: TargetProblem[] = [];
  let entries = 0;
  let newest = known?.changesSince.getTime() ?? Number.NEGATIVE_INFINITY;
  for await (const item of registry.records(known === undefined ? {} : { updatedSince: known.changesSince })) {
    if ('problem' in item) {
      problems.push(item);
      continue;
    }
    entries += 1;
    const { name, updatedAt, isLatest } = headOf(item.record);
    if (!isLatest) continue;
    file.put(name, item.record);
    if (updatedAt > newest) newest = updatedAt;
  }
  if (problems.some(({ endsList }) => endsList === true)) file.keep();
  else {
    if (known === undefined) file.dropUnlisted();
    const changesSince = Number.isFinite(newest) ? Math.min(newest, startedAt.getTime()) : startedAt.getTime();
    file.keep({ wholeAt: known?.wholeAt ?? startedAt, changesSince: new Date(changesSince) });
  }
  return { problems, entries };
}

/** What is read of an entry to keep it: one that is no server.json is kept too, so that it is told of each time. */
function headOf(record: unknown): { name: string; updatedAt: number; isLatest: boolean } {
  const parsed = RegistryRecord.safeParse(record);
  const name = parsed.success && isJsonObject(parsed.data.server) ? parsed.data.server.name : undefined;
  const updatedAt = Date.parse((parsed.success ? parsed.data.updatedAt : undefined) ?? '');
  return {
    name: typeof name === 'string' ? name : `#${hashOf(record)}`,
    updatedAt: Number.isNaN(updatedAt) ? Number.NEGATIVE_INFINITY : updatedAt,
    isLatest: !(parsed.success && parsed.data.isLatest === false),
  };
}
