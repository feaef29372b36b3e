import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withDownloads } from '../../../src/connect/fetch/download-cache.ts';
import { folderSize } from '../../../src/connect/fetch/folder-size.ts';
import { withInstall } from '../../../src/connect/fetch/install-cache.ts';

const LIMIT = 4 * 2 ** 20;
const PIECE = 256 * 1024;

let installs: string;
beforeEach(() => {
  installs = mkdtempSync(join(tmpdir(), 'installs-'));
});
afterEach(() => rmSync(installs, { recursive: true, force: true }));

const generations = () => readdirSync(join(installs, '.downloads')).sort();

/** Makes an install of one piece that leaves another one among the downloads. */
async function install(name: string, use = async () => undefined): Promise<void> {
  const key = { registryType: 'npm', name, version: '1.0.0', built: false };
  const make = (folder: string) =>
    withDownloads(installs, async (downloads) => {
      mkdirSync(join(downloads, 'npm'), { recursive: true });
      for (const place of [join(downloads, 'npm', name), join(folder, 'data')])
        writeFileSync(place, Buffer.alloc(PIECE, 1));
    });
  await withInstall({ installs, limitBytes: LIMIT }, key, make, use);
}

describe('the downloads of npm, pip and uv', () => {
  it('count towards the limit of the installs, and are never more than it', async () => {
    const held = [];
    for (let index = 0; index < 30; index += 1) {
      await install(`harbor-${index}`);
      held.push(await folderSize(installs));
    }
    expect(Math.max(...held)).toBeLessThanOrEqual(LIMIT);
    expect(held.at(-1)).toBeGreaterThan(LIMIT / 4);
    expect(Number(generations().at(-1))).toBeGreaterThan(1);
  });

  it('count at once where the install that fetched them failed', async () => {
    for (let index = 0; index < 9; index += 1) await install(`harbor-${index}`);
    const failing = async (): Promise<void> => {
      throw new Error('no');
    };
    const held = [];
    for (let index = 0; index < 6; index += 1) {
      const key = { registryType: 'npm', name: `broken-${index}`, version: '1.0.0', built: false };
      const make = () =>
        withDownloads(installs, async (downloads) => {
          writeFileSync(join(downloads, key.name), Buffer.alloc(PIECE + PIECE / 2, 1));
          await failing();
        });
      const broken = withInstall({ installs, limitBytes: LIMIT }, key, make, async () => undefined);
      await expect(broken).rejects.toThrow('no');
      held.push(await folderSize(installs));
    }
    expect(Math.max(...held)).toBeLessThanOrEqual(LIMIT);
  });

  it('stay while a tool uses them', async () => {
    await withDownloads(installs, async (folder) => {
      writeFileSync(join(folder, 'in-use'), Buffer.alloc(PIECE * 4, 1));
      await install('harbor-one');
      expect(readdirSync(folder)).toContain('in-use');
    });
    await install('harbor-two');
    expect(generations()).not.toContain('1');
  });
});
