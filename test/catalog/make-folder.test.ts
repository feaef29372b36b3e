import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/catalog/database/make-folder.ts';

describe('making a folder', () => {
  it('makes those above it, and leaves one that is there', () => {
    const top = mkdtempSync(join(tmpdir(), 'folder-'));
    for (let turn = 0; turn < 2; turn += 1) makeFolder(join(top, 'a/b/c'));
    expect(existsSync(join(top, 'a/b/c'))).toBe(true);
    writeFileSync(join(top, 'file'), '');
    expect(() => makeFolder(join(top, 'file/a'))).toThrow('ENOTDIR');
    rmSync(top, { recursive: true });
  });

  it.skipIf(!existsSync('/proc/self'))('gives up where none can be made, instead of trying for ever', () => {
    expect(() => makeFolder('/proc/no-such/folder')).toThrow('ENOENT');
  });
});
