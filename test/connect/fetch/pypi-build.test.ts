import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeSnapshot } from '../../../src/connect/take-snapshot.ts';
import type { ServerSnapshot } from '../../../src/model/snapshot.ts';
import { HAS_SANDBOX } from '../attempt.ts';
import { connectOptions } from '../connect-options.ts';

const HAS_PYTHON = process.env.CI !== undefined || spawnSync('python3', ['-c', 'import venv']).status === 0;

/** A build backend in the source itself (PEP 517): it looks around, and builds a server that tells what was seen. */
const BACKEND = `
import os, socket, zipfile
def outside():
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=2).close()
        return "online"
    except OSError:
        return "offline"
def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    seen = outside() + (" canary" if any("canary-value" in value for value in os.environ.values()) else " clean")
    name = "harbor_dock-1.0.0-py3-none-any.whl"
    info = "harbor_dock-1.0.0.dist-info/"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr("harbor_dock.py", "TOLD = %r\\n" % seen + open("server.py").read())
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: harbor-dock\\nVersion: 1.0.0\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: harbor\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "entry_points.txt", "[console_scripts]\\nharbor-dock = harbor_dock:main\\n")
        wheel.writestr(info + "RECORD", "")
    return name
`;

const SERVER = `
import json, sys
def main():
    for line in sys.stdin:
        message = json.loads(line)
        if message["method"] == "initialize":
            result = {"protocolVersion": message["params"]["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": {"name": "harbor", "version": "1"}}
        elif message["method"] == "tools/list":
            result = {"tools": [{"name": "dock_ship", "description": TOLD, "inputSchema": {"type": "object"}}]}
        else:
            continue
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
`;

/** Makes an index in a folder: the source distribution, and empty stand-ins of what builds projects that do not say. */
const MAKE_INDEX = `
import io, os, sys, tarfile, zipfile
folder, backend, server = sys.argv[1:4]
with tarfile.open(os.path.join(folder, "harbor_dock-1.0.0.tar.gz"), "w:gz") as archive:
    project = '[build-system]\\nrequires = []\\nbuild-backend = "backend"\\nbackend-path = ["."]\\n'
    metadata = "Metadata-Version: 2.1\\nName: harbor-dock\\nVersion: 1.0.0\\n"
    for name, text in {"pyproject.toml": project, "backend.py": backend, "server.py": server, "PKG-INFO": metadata}.items():
        item = tarfile.TarInfo("harbor_dock-1.0.0/" + name)
        item.size = len(text.encode())
        archive.addfile(item, io.BytesIO(text.encode()))
for name in ("setuptools", "wheel"):
    with zipfile.ZipFile(os.path.join(folder, name + "-99.0-py3-none-any.whl"), "w") as wheel:
        info = name + "-99.0.dist-info/"
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: %s\\nVersion: 99.0\\n" % name)
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: harbor\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
`;

let top: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'build-'));
  const index = join(top, 'index');
  mkdirSync(index);
  const made = spawnSync('python3', ['-c', MAKE_INDEX, index, BACKEND, SERVER], { encoding: 'utf8' });
  expect(made.stderr).toBe('');
  for (const name of Object.keys(process.env)) if (/^(?:pip|uv)_/i.test(name)) delete process.env[name];
  const settings = { PIP_CONFIG_FILE: '/dev/null', PIP_NO_INDEX: '1', PIP_FIND_LINKS: index, UV_NO_INDEX: '1' };
  Object.assign(process.env, settings, { REGISTRY_TOKEN: 'canary-value' });
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

async function snapshot(allowScripts: boolean): Promise<Pick<ServerSnapshot, 'tools' | 'provenance'>> {
  const wanted = {
    registryType: 'pypi',
    identifier: 'harbor-dock',
    version: '1.0.0',
    transport: { type: 'stdio' as const },
    environmentVariables: [],
    packageArguments: [],
  };
  const entry = { id: 'pypi:harbor-dock', packages: [wanted], remotes: [], origins: [] };
  return await takeSnapshot(entry, connectOptions(join(top, 'installs'), { installTimeoutMs: 120_000, allowScripts }));
}

describe.skipIf(!HAS_SANDBOX || !HAS_PYTHON)('a Python package that has only its source', () => {
  it('is built offline, without the environment of the operator, and listed', async () => {
    const { tools, provenance } = await snapshot(true);
    expect(tools.map(({ name, description }) => [name, description])).toEqual([['dock_ship', 'offline clean']]);
    expect(provenance).toMatchObject({ package: 'pypi:harbor-dock@1.0.0', scriptsRan: true });
  });

  it('is refused where scripts are not allowed', async () => {
    await expect(snapshot(false)).rejects.toMatchObject({
      code: 'install-failed',
      nextStep: expect.stringContaining('--allow-scripts'),
    });
  });
});
