import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECK_WHEEL } from '../../../src/connect/fetch/pypi-source.ts';

const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0 || process.env.CI !== undefined;
const WRITE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for index, metadata in enumerate(sys.argv[2:]):
        wheel.writestr("tide%d-1.0.dist-info/METADATA" % index, metadata)
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wheel-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(...metadata: string[]): number | null {
  const wheel = join(folder, 'tide-1.0-py3-none-any.whl');
  expect(spawnSync('python3', ['-c', WRITE_WHEEL, wheel, ...metadata]).status).toBe(0);
  return spawnSync('python3', ['-I', '-c', CHECK_WHEEL, wheel]).status;
}

describe.skipIf(!HAS_PYTHON)('a wheel that a stranger built', () => {
  const head = 'Metadata-Version: 2.1\nName: tide\nVersion: 1.0\n';

  it('is taken when it requires packages by name and version', () => {
    expect(check(`${head}Requires-Dist: httpx[http2]>=0.27; python_version < "3.14"\nRequires-Dist: anyio\n`)).toBe(0);
  });

  it.each([
    ['an address', 'Requires-Dist: moon @ https://moon.example/moon-1.0.tar.gz\n'],
    ['an address without blanks', 'Requires-Dist: moon@file:///tmp/moon.tar.gz\n'],
    ['a path', 'Requires-Dist: ./moon\n'],
    ['an address on a continued line', 'Requires-Dist: moon\n @ https://moon.example/moon.zip\n'],
  ])('is refused when it requires %s', (_what, line) => {
    expect(check(head + line)).not.toBe(0);
  });

  it('is refused when a second METADATA requires an address', () => {
    expect(check(head, `${head}Requires-Dist: moon @ https://moon.example/moon.zip\n`)).not.toBe(0);
  });
});
