import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/connect/fetch/read-document.ts';

let folder: string;
let install: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
  install = join(folder, 'install');
  mkdirSync(install);
  writeFileSync(join(folder, 'secret.txt'), 'a key of the operator');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a document of an install', () => {
  it('is read from its beginning, as far as is useful', async () => {
    writeFileSync(join(install, 'README.md'), `# Library${' '.repeat(2 ** 21)}`);
    const text = await readDocument(join(install, 'README.md'), install);
    expect(text.startsWith('# Library')).toBe(true);
    expect(text).toHaveLength(512 * 1024);
  });

  it('is not read where it leads out of the install', async () => {
    symlinkSync('../secret.txt', join(install, 'README.md'));
    symlinkSync('..', join(install, 'docs'));
    expect(await readDocument(join(install, 'README.md'), install)).toBe('');
    expect(await readDocument(join(install, 'docs/secret.txt'), install)).toBe('');
  });

  it('is not waited for where it is a pipe, and may be missing', async () => {
    execFileSync('mkfifo', [join(install, 'README.md')]);
    expect(await readDocument(join(install, 'README.md'), install)).toBe('');
    expect(await readDocument(join(install, 'server.json'), install)).toBe('');
  });
});
