import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TARGET_SOURCES } from '../../src/sources/arguments/index.ts';
import { CLIENT_FORMATS } from '../../src/sources/clients/index.ts';
import { COLLECTION_IDS } from '../../src/sources/collections/collection.ts';
import { COLLECTIONS } from '../../src/sources/collections/index.ts';

const SOURCES = resolve(import.meta.dirname, '../../src/sources');

describe('the literal lists of sources', () => {
  it.each<[string, readonly { id: string }[], string[]]>([
    ['arguments', TARGET_SOURCES, []],
    [
      'clients',
      CLIENT_FORMATS,
      ['client-format', 'config-places', 'parse-config', 'read-client-config', 'server-config'],
    ],
    ['collections', COLLECTIONS, ['collection', 'docker-server', 'from-checkout', 'record', 'toolhive-server']],
  ])('hold each unit of %s once, alphabetical, its file named by its id', (folder, units, others) => {
    const files = readdirSync(join(SOURCES, folder)).map((file) => file.replace(/\.ts$/, ''));
    const expected = files.filter((file) => file !== 'index' && !others.includes(file)).sort();
    expect(units.map(({ id }) => id)).toEqual(expected);
  });

  it('name the collections that a config may name', () => {
    expect(COLLECTIONS.map(({ id }) => id)).toEqual([...COLLECTION_IDS]);
  });

  it('say for every client where its format is documented', () => {
    expect(CLIENT_FORMATS.filter(({ documentation, clients }) => documentation.length < 20 || clients === '')).toEqual(
      [],
    );
  });
});

describe('the room of sources', () => {
  it('starts no process and opens no connection but to registries', () => {
    const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const reaching = files.filter((file) =>
      /from '(?:node:(?:child_process|net|http2?|https|tls|dgram|worker_threads)|undici|@modelcontextprotocol)|\bfetch\(/.test(
        readFileSync(join(SOURCES, file), 'utf8'),
      ),
    );
    expect(reaching).toEqual(['registries/fetch-json.ts']);
  });
});
