import { type Kysely, sql } from 'kysely';
import type { Classification } from '../../model/classification.ts';
import type { Tool } from '../../model/tool.ts';
import { keyText } from '../column-text.ts';
import type { CatalogTables } from '../schema.ts';
import { rebuildTool } from '../tool-row.ts';
import { readVerdict, type VerdictColumns } from '../verdict-text.ts';
import { listsAt, type Moment } from './moment.ts';

/** One tool of one server: its definition, its verdict, and the verdicts before. */
export type ToolDetail = {
  server: string;
  tool: Tool;
  verdict: Classification;
  /** Every verdict on a tool of this name on this server, newest first, at most `HISTORY`. */
  history: {
    run: string;
    at: string;
    category: string;
    confidence: number;
    decidedBy: string;
    definitionHash: string;
  }[];
  /** Other servers whose current list holds the same definition. */
  alsoOn: number;
};

const HISTORY = 50;

type FoundRow = VerdictColumns & { definition: string; rest: string | null; definition_id: number };

/** Reads every tool of a name on a server (a hostile list repeats names) at a moment. */
export async function queryTool(
  db: Kysely<CatalogTables>,
  { server, tool, moment = 'now' }: { server: string; tool: string; moment?: Moment },
): Promise<ToolDetail[]> {
  const id = keyText(server);
  const name = keyText(tool);
  const found = await sql<FoundRow>`select
      d.definition, t.rest, t.definition_id, c.verdict, c.definition_hash, c.context_hash
    from ${listsAt(moment)} l join snapshot_tools t on t.snapshot_id = l.snapshot_id
    join definitions d on d.id = t.definition_id
    join classifications c on c.assessment_id = l.assessment_id and c.position = t.position
    where l.server_id = ${id} and d.name = ${name} order by t.position`.execute(db);
  const history = await readHistory(db, id, name);
  return await Promise.all(
    found.rows.map(async ({ definition, rest, definition_id, ...verdict }) => ({
      server: id,
      tool: rebuildTool(definition, rest),
      verdict: readVerdict(verdict),
      history,
      alsoOn: await countElsewhere(db, id, definition_id),
    })),
  );
}

async function readHistory(db: Kysely<CatalogTables>, server: string, name: string): Promise<ToolDetail['history']> {
  const { rows } = await sql<ToolDetail['history'][number]>`select a.run_id as run, a.first_seen as at, c.category,
      c.confidence, c.decided_by as ${sql.ref('decidedBy')}, c.definition_hash as ${sql.ref('definitionHash')}
    from snapshots n join assessments a on a.snapshot_id = n.id join snapshot_tools t on t.snapshot_id = n.id
    join definitions d on d.id = t.definition_id
    join classifications c on c.assessment_id = a.id and c.position = t.position
    where n.server_id = ${server} and d.name = ${name} order by a.id desc, c.position limit ${HISTORY}`.execute(db);
  return rows;
}

async function countElsewhere(db: Kysely<CatalogTables>, server: string, definitionId: number): Promise<number> {
  const { rows } = await sql<{ n: number | string }>`select count(distinct l.server_id) as n from snapshot_tools t
    join snapshots s on s.id = t.snapshot_id
    join current_lists l on l.server_id = s.server_id and l.snapshot_id = s.id
    where t.definition_id = ${definitionId} and l.server_id <> ${server}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}
