import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../src/catalog/schema.ts';
import { entityDiagram } from './entity-diagram.ts';
import { GENERATED_FILES } from './files.ts';

describe('what is made from the catalogue', () => {
  it.each(GENERATED_FILES.map((file) => ({ name: file.url.pathname.split('/').pop(), ...file })))(
    '$name says what the code says (else run `npm run docs`)',
    async ({ url, text }) => {
      expect(existsSync(url) ? readFileSync(url, 'utf8') : 'no file').toBe(await text());
    },
  );

  it('draws every table and how they hang together', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'diagram-'));
    const diagram = await entityDiagram(join(folder, 'catalog.db'));
    rmSync(folder, { recursive: true });
    for (const table of TABLES) if (table !== 'toolrisk_migrations') expect(diagram).toContain(`  ${table} {`);
    expect(diagram).toContain('  servers ||--o{ snapshots : "server_id"');
    expect(diagram).toContain('  servers ||--o| current_lists : "server_id"');
    expect(diagram).toContain('  snapshots |o--o{ run_servers : "snapshot_id"');
    expect(diagram).toContain('  run_servers ||--o| failures : "run_id, server_id"');
  });
});
