import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { placeholderFiles } from '../../../src/connect/start/placeholder-files.ts';

let installs: string;
beforeEach(() => {
  installs = mkdtempSync(join(tmpdir(), 'installs-'));
});
afterEach(() => rmSync(installs, { recursive: true, force: true }));

it('makes the placeholder files once, also when several servers are the first at once', async () => {
  const made = await Promise.all([1, 2, 3, 4].map(() => placeholderFiles(installs)));
  expect(new Set(made.map(({ credentials }) => credentials)).size).toBe(1);
  const { folder, credentials } = made[0]!;
  expect(readdirSync(folder).toSorted()).toEqual(['credentials.json', 'empty.db']);
  expect(JSON.parse(readFileSync(credentials, 'utf8'))).toMatchObject({ type: 'service_account' });
});
