import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DependencyError, InputError } from '../../src/model/fault.ts';
import { openRunFolder } from '../../src/pipeline/run-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-folder-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the run folder', () => {
  it('leaves a folder with other things in it exactly as it was', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'three years of work');
    await expect(openRunFolder(folder)).rejects.toThrow(InputError);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  it('takes the folder of a run that was killed before it began', async () => {
    const first = await openRunFolder(folder);
    expect(readdirSync(folder)).not.toContain('run.json');
    expect((await openRunFolder(folder)).path).toBe(first.path);
  });

  it('says what to do where the disk refuses a file, and leaves no half of one', async () => {
    const opened = await openRunFolder(folder);
    rmSync(join(folder, 'policies'), { recursive: true });
    const error: unknown = await opened.write('policies/library.json', ['{}']).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DependencyError);
    expect(String(error)).toMatch(/cannot be written \(ENOENT\): make room there or name another folder/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('does not take an error of a report for one of the disk', async () => {
    const opened = await openRunFolder(folder);
    const broken = function* (): Generator<string> {
      yield 'half a report';
      throw new RangeError('no such tool');
    };
    await expect(opened.write('report.md', broken())).rejects.toThrow(RangeError);
    expect(readdirSync(folder)).not.toContain('report.md');
  });
});
