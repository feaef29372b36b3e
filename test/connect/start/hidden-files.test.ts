import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hiddenFiles } from '../../../src/connect/start/hidden-files.ts';

let top: string;
let project: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'top-')));
  project = join(top, 'project');
  mkdirSync(join(project, '.cursor'), { recursive: true });
});
afterEach(() => rmSync(top, { recursive: true }));

const found = (place: string) => [{ source: 'client-config', name: 'harbor', place }];

describe('the files that a server of a project may not read', () => {
  it('are the configs of clients that are there, and the one that named it', () => {
    for (const name of ['.mcp.json', '.cursor/mcp.json', 'own.json', 'berths.json'])
      writeFileSync(join(project, name), '');
    const hidden = hiddenFiles(project, found(join(project, 'own.json')));
    expect(hidden.sort()).toEqual(['.cursor/mcp.json', '.mcp.json', 'own.json'].map((name) => join(project, name)));
  });

  it('are hidden under the path by which the folder is shown, and where a link leads within it', () => {
    writeFileSync(join(project, 'real.json'), '');
    symlinkSync('real.json', join(project, '.mcp.json'));
    const link = join(top, 'link');
    symlinkSync(project, link);
    expect(hiddenFiles(link, [])).toEqual([join(link, 'real.json')]);
  });

  it('are none outside the folder', () => {
    writeFileSync(join(top, 'own.json'), '');
    symlinkSync('../own.json', join(project, '.mcp.json'));
    expect(hiddenFiles(project, [...found(join(top, 'own.json')), ...found('own.json')])).toEqual([]);
  });
});
