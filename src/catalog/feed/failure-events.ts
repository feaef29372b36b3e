import type { Kysely } from 'kysely';
import type { Failure } from '../../model/failure.ts';
import type { Change } from '../compare/change.ts';
import { runShape } from '../insert-rows.ts';
import type { CatalogTables } from '../schema.ts';

/** The changes that say whether a server answers. */
const PRESENCE = ['server-added', 'server-removed', 'server-failed', 'server-recovered'] as const;

/** That a server failed, or failed otherwise than before; nothing where the feed has told so already. */
export async function failureOf(db: Kysely<CatalogTables>, serverId: string, failure: Failure): Promise<Change[]> {
  const { entry, code, message } = failure;
  const told = await lastPresence(db, serverId);
  const isKnown = told?.kind === 'server-failed' ? told.code === code : told?.kind === 'server-removed';
  return isKnown ? [] : [{ server: entry.id, kind: 'server-failed', code, message }];
}

/** That a server answers again; nothing where it did not fail. */
export async function recoveryOf(db: Kysely<CatalogTables>, serverId: string): Promise<Change[]> {
  return recoveryFrom(await lastPresence(db, serverId));
}

/** The same of many servers, by their ids; those that did not fail are left out. */
export async function recoveriesOf(
  db: Kysely<CatalogTables>,
  serverIds: readonly string[],
): Promise<Map<string, Change[]>> {
  const failed = await runShape(
    db,
    `failed of ${serverIds.length}`,
    [[...serverIds, ...PRESENCE, 'server-failed']],
    () =>
      db
        .selectFrom('events')
        .select(['server_id', 'event'])
        .where('id', 'in', (eb) =>
          eb
            .selectFrom('events')
            .select(({ fn }) => fn.max('id').as('last'))
            .where('server_id', 'in', serverIds)
            .where('kind', 'in', PRESENCE)
            .groupBy('server_id'),
        )
        .where('kind', '=', 'server-failed'),
  );
  return new Map(
    failed.map(({ server_id, event }) => {
      const told: Change = JSON.parse(event);
      return [server_id, recoveryFrom(told)];
    }),
  );
}

function recoveryFrom(told: Change | undefined): Change[] {
  return told?.kind === 'server-failed' ? [{ server: told.server, kind: 'server-recovered', code: told.code }] : [];
}

async function lastPresence(db: Kysely<CatalogTables>, serverId: string): Promise<Change | undefined> {
  const [row] = await runShape(db, 'last presence', [[serverId, ...PRESENCE, 1]], () =>
    db
      .selectFrom('events')
      .select('event')
      .where('server_id', '=', serverId)
      .where('kind', 'in', PRESENCE)
      .orderBy('id', 'desc')
      .limit(1),
  );
  if (row === undefined) return undefined;
  const change: Change = JSON.parse(row.event);
  return change;
}
