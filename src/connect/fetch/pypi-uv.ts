import { join } from 'node:path';
import { type FetchContext, timeLeft } from './fetcher.ts';
import type { PythonInterpreter } from './python-interpreter.ts';
import { runTool, type ToolOutcome } from './run-tool.ts';

let found: Promise<boolean> | undefined;

/** Milliseconds for uv to say its version. */
const VERSION_TIMEOUT_MS = 10_000;

/** Says whether uv is on the PATH; asked once. */
export async function hasUv({ signal }: Pick<FetchContext, 'signal'>): Promise<boolean> {
  found ??= runTool(['sh', '-c', 'uv --version'], { timeoutMs: VERSION_TIMEOUT_MS, signal }).then(
    ({ code }) => code === 0,
  );
  return await found.catch((error: unknown) => {
    found = undefined;
    throw error;
  });
}

/** Installs wheels into an environment with uv, many times quicker than pip; it downloads no Python and builds nothing. */
export async function installWithUv(
  python: PythonInterpreter,
  requirement: string,
  folder: string,
  context: FetchContext,
): Promise<ToolOutcome> {
  const target = ['--python', join(folder, 'bin/python'), '--no-python-downloads', '--no-progress', '--color', 'never'];
  const call: [string, ...string[]] = [
    'uv',
    'pip',
    'install',
    '--cache-dir',
    join(context.downloads, 'uv'),
    '--quiet',
    '--no-build',
    '--link-mode',
    'copy',
    ...target,
    requirement,
  ];
  return await runTool(call, { cwd: python.basePrefix, timeoutMs: timeLeft(context), signal: context.signal });
}
