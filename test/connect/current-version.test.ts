import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currentVersion } from '../../src/connect/current-version.ts';
import type { ServerEntry } from '../../src/model/server-entry.ts';

/** A registry of both kinds on loopback, with what it was asked since the last test began. */
let registry: Server;
let installs: string;
let newest = '1.0.0';
let isClosedToStrangers = false;
let asked: { path: string; status: number }[] = [];

beforeAll(async () => {
  registry = createServer((request, response) => {
    const path = request.url ?? '';
    const [status, type, text] = isClosedToStrangers ? [401, 'text/plain', ''] : answerTo(path);
    const etag = `"${newest}"`;
    const isKnown = status === 200 && request.headers['if-none-match'] === etag;
    asked.push({ path, status: isKnown ? 304 : status });
    response.writeHead(isKnown ? 304 : status, { 'content-type': type, etag });
    response.end(isKnown ? undefined : text);
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  for (const name of Object.keys(process.env)) if (/^pip_/i.test(name)) delete process.env[name];
  Object.assign(process.env, {
    npm_config_registry: base,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_INDEX_URL: `${base}/simple`,
  });
  installs = mkdtempSync(join(tmpdir(), 'installs-'));
});
afterAll(() => {
  registry.close();
  rmSync(installs, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
});

function answerTo(path: string): [number, string, string] {
  if (path === '/simple/harbor-py/') {
    const wheels = ['0.9.0', newest].map(
      (version) => `<a href="/harbor_py-${version}-py3-none-any.whl">harbor_py-${version}-py3-none-any.whl</a>`,
    );
    return [200, 'text/html', `<!DOCTYPE html><html><body>${wheels.join('')}</body></html>`];
  }
  if (path !== '/@dock%2fharbor') return [404, 'application/json', '{}'];
  const versions = Object.fromEntries(
    ['0.9.0', '0.9.5', newest].map((version) => [
      version,
      { name: '@dock/harbor', version, dist: { tarball: 'none' } },
    ]),
  );
  return [
    200,
    'application/json',
    JSON.stringify({ name: '@dock/harbor', 'dist-tags': { latest: newest, next: '2.0.0' }, versions }),
  ];
}

function entry(registryType: string, identifier: string, version?: string): ServerEntry {
  const wanted = {
    registryType,
    identifier,
    transport: { type: 'stdio' as const },
    environmentVariables: [],
    packageArguments: [],
  };
  return {
    id: identifier,
    packages: [version === undefined ? wanted : { ...wanted, version }],
    remotes: [],
    origins: [],
  };
}

const versionOf = (wanted: ServerEntry) =>
  currentVersion(wanted, { installs, installTimeoutMs: 60_000, signal: new AbortController().signal });

describe('the current version of an npm package', () => {
  it('costs one answer without content where nothing changed, and a document where something did', async () => {
    newest = '1.0.0';
    const seen = [];
    for (const version of ['1.0.0', '1.0.0', '1.1.0', '1.1.0']) {
      newest = version;
      seen.push(await versionOf(entry('npm', '@dock/harbor')));
    }
    expect(seen).toEqual(['1.0.0', '1.0.0', '1.1.0', '1.1.0']);
    expect(asked.map(({ status }) => status)).toEqual([200, 304, 200, 304]);
  });

  it('follows a tag by the same document', async () => {
    newest = '1.2.0';
    const seen = [await versionOf(entry('npm', '@dock/harbor')), await versionOf(entry('npm', '@dock/harbor', 'next'))];
    expect(seen).toEqual(['1.2.0', '2.0.0']);
    expect(asked.map(({ status }) => status)).toEqual([200, 304]);
  });

  it('leaves ranges to npm', async () => {
    newest = '1.0.0';
    expect(await versionOf(entry('npm', '@dock/harbor', '^0.9.0'))).toBe('0.9.5');
  });

  it('asks nobody for an exact version', async () => {
    expect(await versionOf(entry('npm', '@dock/harbor', '0.9.0'))).toBe('0.9.0');
    expect(asked).toEqual([]);
  });

  it('reports not-found in the words of npm', async () => {
    await expect(versionOf(entry('npm', 'no-such-dock'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leaves a registry that wants credentials to npm', async () => {
    isClosedToStrangers = true;
    await expect(versionOf(entry('npm', '@dock/harbor'))).rejects.toThrow('the registry refused the download');
    isClosedToStrangers = false;
  });
});

describe('the current version of a Python package', () => {
  it('is asked of pip only where the index changed', async () => {
    newest = '1.0.0';
    const seen = [];
    const requests = [];
    for (const version of ['1.0.0', '1.0.0', '1.1.0', '1.1.0']) {
      newest = version;
      asked = [];
      seen.push(await versionOf(entry('pypi', 'Harbor.py')));
      requests.push(asked.length);
    }
    expect(seen).toEqual(['1.0.0', '1.0.0', '1.1.0', '1.1.0']);
    expect(requests.map((count) => count > 1)).toEqual([true, false, true, false]);
  });
});

it('has no current version for an entry without a package', async () => {
  expect(await versionOf({ id: 'x', packages: [], remotes: [], origins: [] })).toBeUndefined();
});
