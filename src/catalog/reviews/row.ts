import type { Generated } from 'kysely';

/** What a person decided or took back. Never changed, only followed by another. */
export type ReviewEventRow = {
  /** In the order of saving. */
  seq: Generated<number>;
  id: string;
  action: 'decide' | 'undo';
  /** Not a foreign key: decisions can be imported before their server is listed. */
  server_id: string;
  definition_hash: string;
  tool_set_hash: string;
  decided_by: string;
  at: string;
  /** JSON text of the `ReviewEvent`. */
  event: string;
};
