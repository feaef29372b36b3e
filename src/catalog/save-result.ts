import type { Kysely } from 'kysely';
import { rankOf } from '../model/category.ts';
import type { FailedResult, ListedResult, ServerResult } from '../model/run.ts';
import { publisherOf } from '../model/server-id.ts';
import type { SaveOutcome } from './catalog.ts';
import { columnText, keyText } from './column-text.ts';
import type { Change } from './compare/change.ts';
import { compareServers, serverAdded } from './compare/compare-servers.ts';
import type { DatabaseKind } from './database/database.ts';
import { failureOf, recoveryOf } from './feed/failure-events.ts';
import { saveEvents } from './feed/save-events.ts';
import { insertRows, runShape } from './insert-rows.ts';
import { readListed } from './read-server.ts';
import { saveAssessment } from './save-assessment.ts';
import { saveEntry } from './save-entry.ts';
import { saveSnapshot } from './save-snapshot.ts';
import type { CatalogTables, CurrentListRow } from './schema.ts';

/** Saves what became of one server; run it in a transaction. */
export async function saveResult(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  runId: string,
  result: ServerResult,
): Promise<SaveOutcome> {
  const at = result.status === 'listed' ? result.snapshot.provenance.at : result.failure.at;
  const serverId = keyText(result.entry.id);
  const { hash, isNewServer } = await saveEntry(db, result.entry, at);
  const row = { run_id: runId, server_id: serverId, target: JSON.stringify(result.target), entry_hash: hash, at };
  const before = isNewServer ? undefined : await readBefore(db, kind, row);
  if (result.status === 'failed') return await saveFailed(db, row, result);
  return await saveListed(db, row, result, before);
}

/** What a row of `run_servers` has in common, listed or failed. */
type CommonRow = { run_id: string; server_id: string; target: string; entry_hash: string; at: string };

/** What the catalogue knew of a server before: its last list, and what had changed in this run where it was saved already. */
type Before = { last: LastList | undefined; change: SaveOutcome['change'] | undefined };

/** Reads what the catalogue knew of a server, which no other transaction changes until the end of this one. */
async function readBefore(
  db: Kysely<CatalogTables>,
  kind: DatabaseKind,
  { run_id, server_id }: CommonRow,
): Promise<Before> {
  if (kind === 'postgres')
    await db.selectFrom('servers').select('id').where('id', '=', server_id).forUpdate().execute();
  const change = await forgetEarlier(db, run_id, server_id);
  return { last: await lastToolSet(db, server_id), change };
}

/** Forgets what became of a server in this run before, and gives what had changed then. */
export async function forgetEarlier(
  db: Kysely<CatalogTables>,
  runId: string,
  serverId: string,
): Promise<SaveOutcome['change'] | undefined> {
  const [earlier] = await runShape(db, 'result of a run', [{ runId, serverId }], () =>
    db.selectFrom('run_servers').select('change').where('run_id', '=', runId).where('server_id', '=', serverId),
  );
  if (earlier === undefined) return undefined;
  await db.deleteFrom('failures').where('run_id', '=', runId).where('server_id', '=', serverId).execute();
  await db.deleteFrom('run_servers').where('run_id', '=', runId).where('server_id', '=', serverId).execute();
  return earlier.change;
}

async function saveFailed(db: Kysely<CatalogTables>, row: CommonRow, result: FailedResult): Promise<SaveOutcome> {
  const { entry: _entry, ...failure } = result.failure;
  const nothing = { snapshot_id: null, assessment_id: null, provenance: null };
  await insertRows(db, 'run_servers', [{ ...row, ...nothing, status: 'failed', change: 'failed' }]);
  await insertRows(db, 'failures', [
    {
      run_id: row.run_id,
      server_id: row.server_id,
      code: failure.code,
      stage: failure.stage,
      message: columnText(failure.message),
      failure: JSON.stringify(failure),
    },
  ]);
  if (failure.code === 'not-found') await saveRemoval(db, row, result.failure.entry.id);
  await saveEvents(db, row, await failureOf(db, row.server_id, result.failure));
  return { definitionsAdded: 0, change: 'failed' };
}

/** A server that its registry no longer knows has no current list any more; its history stays. */
async function saveRemoval(db: Kysely<CatalogTables>, row: CommonRow, server: string): Promise<void> {
  const gone = await db
    .deleteFrom('current_lists')
    .where('server_id', '=', row.server_id)
    .returning('snapshot_id')
    .executeTakeFirst();
  if (gone === undefined) return;
  const { tools } = await db
    .selectFrom('snapshots')
    .select('tools')
    .where('id', '=', gone.snapshot_id)
    .executeTakeFirstOrThrow();
  await saveEvents(db, row, [{ server, kind: 'server-removed', tools }]);
}

async function saveListed(
  db: Kysely<CatalogTables>,
  row: CommonRow,
  result: ListedResult,
  before: Before | undefined,
): Promise<SaveOutcome> {
  const { snapshot, classifications } = result;
  const last = before?.last;
  const change = changeSince(last, snapshot, before?.change);
  const saved = await saveSnapshot(db, row.run_id, { serverId: row.server_id, isNew: before === undefined }, result);
  const { snapshotId, order, definitionsAdded } = saved;
  const inOrder = order.flatMap((index) => classifications[index] ?? []);
  const assessmentId = await saveAssessment(db, { runId: row.run_id, at: row.at, snapshot: saved }, inOrder);
  const listed = { snapshot_id: snapshotId, assessment_id: assessmentId };
  const provenance = JSON.stringify(snapshot.provenance);
  await insertRows(db, 'run_servers', [{ ...row, ...listed, provenance, status: 'listed', change }]);
  if (last !== undefined) await saveEvents(db, row, await recoveryOf(db, row.server_id));
  if (last?.snapshotId !== snapshotId || last.assessmentId !== assessmentId) {
    await pointAtCurrent(db, {
      server_id: row.server_id,
      snapshot_id: snapshotId,
      assessment_id: assessmentId,
      ...cloneFacts(result),
    });
    await saveEvents(db, row, await changesSince(db, last, result));
  }
  return { definitionsAdded, change };
}

/** What changed in a run: one that is saved again was compared with the night before the first time. */
function changeSince(
  last: LastList | undefined,
  { toolSetHash }: ListedResult['snapshot'],
  earlier: SaveOutcome['change'] | undefined,
): ListedResult['change'] {
  if (last === undefined || earlier === 'new') return 'new';
  return last.toolSetHash === toolSetHash && earlier !== 'changed' ? 'unchanged' : 'changed';
}

/** What is to say of a list against the server's last one. */
async function changesSince(
  db: Kysely<CatalogTables>,
  last: LastList | undefined,
  { snapshot, classifications }: ListedResult,
): Promise<Change[]> {
  const { entry } = snapshot;
  if (last === undefined) return [serverAdded(entry.id, { snapshot, classifications })];
  const { package: _package, ...provenance } = snapshot.provenance;
  const before = await readListed(db, {
    snapshot_id: last.snapshotId,
    assessment_id: last.assessmentId,
    entry: JSON.stringify(entry),
    provenance: JSON.stringify({ ...provenance, package: last.package ?? undefined }),
  });
  return compareServers(entry.id, before, { snapshot, classifications });
}

type LastList = NonNullable<Awaited<ReturnType<typeof lastToolSet>>>;

async function lastToolSet(db: Kysely<CatalogTables>, serverId: string) {
  const [last] = await runShape(db, 'last list', [{ serverId }], () =>
    db
      .selectFrom('current_lists')
      .innerJoin('snapshots', 'snapshots.id', 'current_lists.snapshot_id')
      .where('current_lists.server_id', '=', serverId)
      .select([
        'snapshots.tool_set_hash as toolSetHash',
        'snapshots.package',
        'current_lists.snapshot_id as snapshotId',
        'current_lists.assessment_id as assessmentId',
      ]),
  );
  return last;
}

/** What a list is compared with others by. */
function cloneFacts({
  snapshot,
  classifications,
}: ListedResult): Pick<CurrentListRow, 'tool_set_hash' | 'publisher' | 'rank'> {
  return {
    tool_set_hash: snapshot.tools.length === 0 ? null : snapshot.toolSetHash,
    publisher: keyText(publisherOf(snapshot.entry.id)),
    rank: Math.max(0, ...classifications.map(({ category }) => rankOf(category))),
  };
}

async function pointAtCurrent(db: Kysely<CatalogTables>, row: CurrentListRow): Promise<void> {
  await runShape(db, 'current list', [row], () =>
    db
      .insertInto('current_lists')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('server_id').doUpdateSet((eb) => ({
          snapshot_id: eb.ref('excluded.snapshot_id'),
          assessment_id: eb.ref('excluded.assessment_id'),
          tool_set_hash: eb.ref('excluded.tool_set_hash'),
          publisher: eb.ref('excluded.publisher'),
          rank: eb.ref('excluded.rank'),
        })),
      ),
  );
}
