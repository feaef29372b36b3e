import type { Catalog } from '../catalog/catalog.ts';
import { InputError } from '../model/fault.ts';
import { runIdOf } from './catalog-open.ts';
import { type CatalogRow, catalogRows } from './catalog-row.ts';

/** Rows of a row group: what is held in memory at once, some 10 MB of tools. */
const ROWS_PER_GROUP = 5000;

/** The columns of a row and how Parquet stores them; lists and JSON as its JSON type. */
const COLUMNS: readonly {
  name: keyof CatalogRow;
  type: 'STRING' | 'DOUBLE' | 'BOOLEAN' | 'JSON';
  nullable: boolean;
}[] = [
  { name: 'server', type: 'STRING', nullable: false },
  { name: 'version', type: 'STRING', nullable: true },
  { name: 'package', type: 'STRING', nullable: true },
  { name: 'at', type: 'STRING', nullable: false },
  { name: 'status', type: 'STRING', nullable: false },
  { name: 'change', type: 'STRING', nullable: true },
  { name: 'tool', type: 'STRING', nullable: true },
  { name: 'category', type: 'STRING', nullable: true },
  { name: 'severity', type: 'STRING', nullable: true },
  { name: 'confidence', type: 'DOUBLE', nullable: true },
  { name: 'needs_review', type: 'BOOLEAN', nullable: true },
  { name: 'effects', type: 'JSON', nullable: true },
  { name: 'annotation_mismatch', type: 'BOOLEAN', nullable: true },
  { name: 'decided_by', type: 'STRING', nullable: true },
  { name: 'rationale', type: 'STRING', nullable: true },
  { name: 'definition', type: 'JSON', nullable: true },
  { name: 'verdict', type: 'JSON', nullable: true },
  { name: 'definition_hash', type: 'STRING', nullable: true },
  { name: 'failure_code', type: 'STRING', nullable: true },
  { name: 'failure_message', type: 'STRING', nullable: true },
];

/**
 * Writes the tools of one run as a Parquet file, a row group at a time. Gives the number of rows. Throws `InputError`
 * when the file cannot be written.
 */
export async function exportParquet(catalog: Catalog, file: string, run = 'last'): Promise<number> {
  const id = await runIdOf(catalog, run);
  const { fileWriter, parquetWriteRows } = await import('hyparquet-writer');
  let rows = 0;
  const counted = async function* () {
    for await (const row of catalogRows(catalog.resultsOf(id))) {
      rows += 1;
      yield row;
    }
  };
  try {
    await parquetWriteRows({
      writer: fileWriter(file),
      rows: counted(),
      columns: COLUMNS.map((column) => ({ ...column })),
      rowGroupSize: ROWS_PER_GROUP,
      createdBy: 'toolrisk',
      kvMetadata: [{ key: 'toolrisk.run', value: id }],
    });
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause)
      throw new InputError(`--out ${file} cannot be written: ${cause.message}`, { cause });
    throw cause;
  }
  return rows;
}
