import { DatabaseSync } from 'node:sqlite';
import { openCatalog } from '../../../src/catalog/open-catalog.ts';
import { TABLES } from '../../../src/catalog/schema.ts';

/** One foreign key of a table; several columns are one key. */
type Reference = { parent: string; columns: string[]; isOptional: boolean; isUnique: boolean };

/** A Mermaid diagram of every table with its columns and foreign keys, read from a catalogue that was just migrated. */
export async function entityDiagram(file: string): Promise<string> {
  await (await openCatalog(file)).close();
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = TABLES.filter((table) => table !== 'toolrisk_migrations');
    const lines = tables.flatMap((table) => referencesOf(database, table).map((each) => referenceLine(table, each)));
    return ['erDiagram', ...lines, ...tables.map((table) => entityOf(database, table))].join('\n');
  } finally {
    database.close();
  }
}

function referenceLine(table: string, { parent, columns, isOptional, isUnique }: Reference): string {
  return `  ${parent} ${isOptional ? '|o' : '||'}--${isUnique ? 'o|' : 'o{'} ${table} : "${columns.join(', ')}"`;
}

function entityOf(database: DatabaseSync, table: string): string {
  const foreign = new Set(referencesOf(database, table).flatMap(({ columns }) => columns));
  const columns = columnsOf(database, table).map(({ name, type, isKey }) => {
    const keys = [...(isKey ? ['PK'] : []), ...(foreign.has(name) ? ['FK'] : [])].join(', ');
    return `    ${type.replaceAll(' ', '_')} ${name}${keys === '' ? '' : ` ${keys}`}`;
  });
  return `  ${table} {\n${columns.join('\n')}\n  }`;
}

function columnsOf(database: DatabaseSync, table: string) {
  const rows = database.prepare('select name, lower(type) as type, "notnull", pk from pragma_table_info(?)').all(table);
  return rows.map(({ name, type, notnull, pk }) => ({
    name: String(name),
    type: String(type),
    isKey: Number(pk) > 0,
    isOptional: notnull === 0 && pk === 0,
  }));
}

function referencesOf(database: DatabaseSync, table: string): Reference[] {
  const columns = columnsOf(database, table);
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => name);
  const rows = database
    .prepare('select id, "table", "from" from pragma_foreign_key_list(?) order by id desc, seq')
    .all(table);
  const byId = Map.groupBy(rows, ({ id }) => id);
  return [...byId.values()].map((parts) => {
    const names = parts.map((part) => String(part.from));
    return {
      parent: String(parts[0]?.table),
      columns: names,
      isOptional: columns.some(({ name, isOptional }) => isOptional && names.includes(name)),
      isUnique: keys.length === names.length && keys.every((key) => names.includes(key)),
    };
  });
}
