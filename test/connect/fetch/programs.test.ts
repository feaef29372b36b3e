import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseProgram } from '../../../src/connect/fetch/choose-program.ts';
import { npmFault } from '../../../src/connect/fetch/npm-faults.ts';
import { findNpmProgram } from '../../../src/connect/fetch/npm-program.ts';
import { pypiFault } from '../../../src/connect/fetch/pypi-faults.ts';
import type { Package } from '../../../src/model/server-entry.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const WANTED: Package = {
  registryType: 'npm',
  identifier: '@quay/harbor-mcp',
  transport: { type: 'stdio' },
  environmentVariables: [],
  packageArguments: [],
};
const EXACT = { name: '@quay/harbor-mcp', version: '1.0.0' };

function install(manifest: object, files: Record<string, string>): void {
  const own = join(folder, 'node_modules', EXACT.name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
}

describe('the program of an npm package', () => {
  it.each<[string[], string | undefined]>([
    [['setup', 'harbor-mcp', 'harbor-mcp-install'], 'harbor-mcp'],
    [['only'], 'only'],
    [['harbor', 'harbor-mcp-server', 'other'], 'harbor-mcp-server'],
    [['one', 'two'], 'one'],
    [[], undefined],
  ])('of %j is %s', (names, chosen) => {
    expect(chooseProgram(names, '@quay/harbor-mcp')).toBe(chosen);
  });

  it('runs a script on Node, a shell script on its shell, and machine code as it is', async () => {
    install(
      { bin: { a: 'a.js', b: 'b.sh', c: 'c' } },
      { 'a.js': '#!/usr/bin/env -S node --no-warnings\n', 'b.sh': '#!/bin/sh\n', c: '\x7fELF' },
    );
    const argvOf = async (program: string) => (await findNpmProgram({ ...WANTED, program }, EXACT, folder)).argv;
    const own = join(folder, 'node_modules', EXACT.name);
    expect(await argvOf('a')).toEqual(['node', '--no-warnings', join(own, 'a.js')]);
    expect(await argvOf('b')).toEqual(['sh', join(own, 'b.sh')]);
    expect(await argvOf('c')).toEqual([join(own, 'c')]);
  });

  it.each<[string, object]>([
    ['has no bin and no server in main', { main: 'index.js' }],
    ['names a file that is not there', { bin: 'gone.js' }],
    ['points out of the package', { bin: '../../../../../../../../etc/passwd' }],
    ['points out of it by a link', { bin: 'link.js' }],
  ])('is none where it %s', async (_name, manifest) => {
    install(manifest, { 'index.js': 'export {}' });
    symlinkSync('/etc/passwd', join(folder, 'node_modules', EXACT.name, 'link.js'));
    await expect(findNpmProgram(WANTED, EXACT, folder)).rejects.toMatchObject({ code: 'not-a-server' });
  });

  it('says which interpreter is missing', async () => {
    install({ bin: 'a.rb' }, { 'a.rb': '#!/usr/bin/env ruby\n' });
    chmodSync(join(folder, 'node_modules', EXACT.name, 'a.rb'), 0o755);
    await expect(findNpmProgram(WANTED, EXACT, folder)).rejects.toMatchObject({ code: 'runtime-missing' });
  });
});

describe('what npm and pip say', () => {
  const outcome = (stderr: string, isLate = false) => ({ code: 1, stdout: '', stderr, isLate });

  it.each<[string, 'resolve' | 'fetch', string]>([
    [
      "npm error code E404\nnpm error 404  The requested resource 'harbor@9' could not be found",
      'resolve',
      'not-found',
    ],
    [
      "npm error code E404\nnpm error 404  The requested resource 'left@1' could not be found",
      'fetch',
      'install-failed',
    ],
    ['npm error code ETARGET\nnpm error notarget No matching version found for harbor@9.', 'fetch', 'not-found'],
    ['npm error code EBADPLATFORM', 'fetch', 'unsupported'],
    ['npm error code ENOTFOUND', 'resolve', 'install-failed'],
  ])('%j at %s is %s', (stderr, stage, code) => {
    expect(npmFault(outcome(stderr), 'harbor@9', stage).code).toBe(code);
  });

  it.each<[string, string]>([
    ['ERROR: No matching distribution found for harbor==9', 'install-failed'],
    [
      'ERROR: Ignored the following versions that require a different python version: 1.0 Requires-Python >=3.13\nERROR: No matching distribution',
      'runtime-missing',
    ],
    ['Temporary failure in name resolution', 'install-failed'],
  ])('%j of pip is %s', (stderr, code) => {
    expect(pypiFault(outcome(stderr), 'harbor==9', 'fetch').code).toBe(code);
  });

  it('says that a fetch took too long', () => {
    expect(npmFault(outcome('', true), 'harbor', 'fetch').nextStep).toContain('--install-timeout');
  });
});
