import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DatabaseKind } from './database/database.ts';
import type { CatalogTables } from './schema.ts';

/** Something in a catalogue that cannot be right. */
export type CheckFinding = {
  /** What is wrong, a sentence. */
  problem: string;
  /** Rows that it was found on; the first few are named. */
  rows: number;
  examples: string[];
};

const EXAMPLES = 5;

/** Each rule with a query for the keys that break it. */
const RULES: readonly (readonly [problem: string, broken: RawBuilder<{ key: string }>])[] = [
  [
    'a list lacks tools',
    sql`select cast(s.id as text) as key from snapshots s
      where s.tools <> (select count(*) from snapshot_tools t where t.snapshot_id = s.id)`,
  ],
  [
    'a list has more or fewer verdicts than tools',
    sql`select cast(a.id as text) as key from assessments a join snapshots s on s.id = a.snapshot_id
      where s.tools <> (select count(*) from classifications c where c.assessment_id = a.id)`,
  ],
  [
    'the counts of an assessment differ from its verdicts',
    sql`select cast(a.id as text) as key from assessments a
      where a.reads + a.writes + a.executes + a.destructives + a.financials
        <> (select count(*) from classifications c where c.assessment_id = a.id)`,
  ],
  [
    'a listed result names no list, or a failed one no failure',
    sql`select r.run_id || ' ' || r.server_id as key from run_servers r
      where (r.status = 'listed' and (r.snapshot_id is null or r.assessment_id is null or r.provenance is null))
        or (r.status = 'failed' and not exists
          (select 1 from failures f where f.run_id = r.run_id and f.server_id = r.server_id))`,
  ],
  [
    'the current list of a server is that of another, or its verdicts are on another list',
    sql`select l.server_id as key from current_lists l join snapshots s on s.id = l.snapshot_id
      join assessments a on a.id = l.assessment_id where s.server_id <> l.server_id or a.snapshot_id <> l.snapshot_id`,
  ],
  [
    'the current list of a server has other tools than it is compared by',
    sql`select l.server_id as key from current_lists l join snapshots s on s.id = l.snapshot_id
      where (s.tools > 0 and l.tool_set_hash is distinct from s.tool_set_hash)
        or (s.tools = 0 and l.tool_set_hash is not null)`,
  ],
  [
    'a number of the feed stands twice',
    sql`select cast(seq as text) as key from events where seq is not null
      group by seq having count(*) > 1`,
  ],
];

/** Looks for damage in the file and for servers of which a part is missing; no finding means that all is well. */
export async function checkCatalog(db: Kysely<CatalogTables>, kind: DatabaseKind): Promise<CheckFinding[]> {
  const findings: CheckFinding[] = [];
  const note = (problem: string, keys: readonly string[]) => {
    if (keys.length > 0) findings.push({ problem, rows: keys.length, examples: keys.slice(0, EXAMPLES) });
  };
  if (kind === 'sqlite') {
    const damage = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
    note(
      'the file is damaged',
      damage.rows.map((row) => row.integrity_check).filter((word) => word !== 'ok'),
    );
    const orphans = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db);
    note(
      'a row refers to one that is missing',
      orphans.rows.map(({ table, parent }) => `${table} → ${parent}`),
    );
  }
  for (const [problem, broken] of RULES)
    note(
      problem,
      (await broken.execute(db)).rows.map(({ key }) => key),
    );
  return findings;
}
