import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { HistoryLine } from '../../../src/pipeline/catalog-line.ts';
import { CatalogRow } from '../../../src/pipeline/catalog-row.ts';
import { entityDiagram } from './entity-diagram.ts';

/** A file that is made from the code, and committed. */
export type GeneratedFile = { url: URL; text: () => Promise<string> };

const at = (path: string) => new URL(`../../../${path}`, import.meta.url);

/** What the catalogue's documents say by the code: rewritten by `npm run docs`, compared by a test. */
export const GENERATED_FILES: readonly GeneratedFile[] = [
  {
    url: at('data/schemas/catalog-history.schema.json'),
    text: async () => schemaText('a line of `catalog export`', HistoryLine),
  },
  {
    url: at('data/schemas/catalog-row.schema.json'),
    text: async () => schemaText('a row of `catalog export --format parquet`', CatalogRow),
  },
  { url: at('data/catalog.md'), text: describeCatalog },
];

function schemaText(title: string, shape: z.ZodType): string {
  const schema = z.toJSONSchema(shape, { unrepresentable: 'any', io: 'input', reused: 'ref' });
  return `${JSON.stringify({ ...schema, title: `toolrisk: ${title}` }, null, 2)}\n`;
}

async function describeCatalog(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'diagram-'));
  try {
    const diagram = await entityDiagram(join(folder, 'catalog.db'));
    return `# Tables of the catalogue

Made from a migrated catalogue by \`npm run docs\`; a test compares it with the code. What each table and column holds is
said in \`src/catalog/schema.ts\`. Columns that hold JSON text hold the truth exactly; the others are for queries. Times
are ISO 8601 text, booleans 0 or 1. The lines of \`catalog export\` are described by
[catalog-history.schema.json](schemas/catalog-history.schema.json), the rows of its Parquet files by
[catalog-row.schema.json](schemas/catalog-row.schema.json).

\`\`\`mermaid
${diagram}
\`\`\`
`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
