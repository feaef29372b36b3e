import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withDownloads } from '../../../src/connect/fetch/download-cache.ts';
import { folderSize } from '../../../src/connect/fetch/folder-size.ts';
import { installFolder, type MakeInstall, withInstall } from '../../../src/connect/fetch/install-cache.ts';

const LIMIT = 8 * 2 ** 20;
const PIECE = 128 * 1024;
/** Pause between two pieces: an install writes about a megabyte a second, so that watching it can keep up. */
const PIECE_MS = 150;

let installs: string;
beforeEach(() => {
  installs = mkdtempSync(join(tmpdir(), 'installs-'));
});
afterEach(() => rmSync(installs, { recursive: true, force: true }));

const cache = () => ({ installs, limitBytes: LIMIT });
const key = (name: string) => ({ registryType: 'npm', name, version: '1.0.0', built: false });
const nothing = async (): Promise<void> => undefined;

/** Unpacks pieces, each with a quarter of it among the downloads, until it is whole or outgrew its room. */
function unpack(name: string, pieces: number, pieceMs = PIECE_MS): MakeInstall {
  return async (folder, outgrown) =>
    await withDownloads(installs, async (downloads) => {
      for (let piece = 0; piece < pieces && !outgrown.aborted; piece += 1) {
        writeFileSync(join(downloads, `${name}-${piece}`), Buffer.alloc(PIECE / 4, 1));
        mkdirSync(join(folder, `${piece}`));
        writeFileSync(join(folder, `${piece}/data`), Buffer.alloc(PIECE, 1));
        await setTimeout(pieceMs);
      }
    });
}

/** The most that the installs held while something was done. */
async function peakDuring(work: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const done = new AbortController();
  const watching = (async () => {
    while (!done.signal.aborted) {
      peak = Math.max(peak, await folderSize(installs));
      await setTimeout(10);
    }
  })();
  try {
    await work();
  } finally {
    done.abort();
    await watching;
  }
  return peak;
}

describe('room on the disk for installs in flight', () => {
  it('is never more than the limit, however many want to be made at once', async () => {
    const names = Array.from({ length: 8 }, (_none, at) => `harbor-${at}`);
    const used: string[] = [];
    const use = async (folder: string) => void used.push(...readdirSync(folder).filter((name) => name === '11'));
    const peak = await peakDuring(() =>
      Promise.all(names.map((name) => withInstall(cache(), key(name), unpack(name, 12), use))),
    );
    expect(used.length).toBe(names.length);
    expect(peak).toBeLessThanOrEqual(LIMIT);
    expect(peak).toBeGreaterThan(LIMIT / 2);
    expect(readdirSync(join(installs, '.claims'))).toEqual([]);
  }, 60_000);

  it('is had alone by an install that outgrew what was left beside others', async () => {
    const starts: string[] = [];
    const large: MakeInstall = async (folder, outgrown) => {
      starts.push(folder);
      await unpack('large', 36)(folder, outgrown);
    };
    const held = Promise.withResolvers<void>();
    const peak = await peakDuring(async () => {
      const user = withInstall(cache(), key('in-use'), unpack('in-use', 28), () => held.promise);
      while (!existsSync(installFolder(cache(), key('in-use')))) await setTimeout(10);
      const other = withInstall(cache(), key('large'), large, nothing);
      while (starts.length < 1 || readdirSync(join(installs, '.drafts')).length > 0) await setTimeout(10);
      expect(existsSync(installFolder(cache(), key('large')))).toBe(false);
      held.resolve();
      await Promise.all([user, other]);
    });
    expect(starts.length).toBe(2);
    expect(existsSync(installFolder(cache(), key('large')))).toBe(true);
    expect(peak).toBeLessThanOrEqual(LIMIT);
  }, 60_000);

  it('is refused with a clear word where one install is larger than the limit', async () => {
    const peak = await peakDuring(async () => {
      const vast = withInstall(cache(), key('vast'), unpack('vast', 80), nothing);
      await expect(vast).rejects.toMatchObject({
        code: 'install-failed',
        message: expect.stringMatching(/^vast@1\.0\.0 does not fit into the install cache: .* the limit is 8 MB$/),
        nextStep: 'raise the limit of the install cache',
      });
    });
    expect(peak).toBeLessThanOrEqual(LIMIT);
    expect(readdirSync(join(installs, '.drafts'))).toEqual([]);
    expect(existsSync(installFolder(cache(), key('vast')))).toBe(false);
  }, 60_000);

  it('is waited for while another process claims it, and not while a dead one does', async () => {
    const claims = join(installs, '.claims');
    mkdirSync(claims);
    writeFileSync(join(claims, `999999999.1.${LIMIT}`), '');
    const living = join(claims, `${process.ppid}.1.${LIMIT}`);
    writeFileSync(living, '');
    let isMade = false;
    const made = withInstall(cache(), key('harbor'), unpack('harbor', 1, 0), async () => {
      isMade = true;
    });
    await setTimeout(1000);
    expect([isMade, readdirSync(claims).some((name) => name.startsWith('999999999'))]).toEqual([false, false]);
    rmSync(living);
    await made;
    expect(isMade).toBe(true);
  });

  it('is no longer waited for when the run is stopped', async () => {
    mkdirSync(join(installs, '.claims'));
    writeFileSync(join(installs, '.claims', `${process.ppid}.1.${LIMIT}`), '');
    const signal = AbortSignal.timeout(300);
    const stopped = withInstall(cache(), key('harbor'), unpack('harbor', 1), nothing, signal);
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  });
});
