import { Fault } from '../../model/fault.ts';
import type { FetchContext } from './fetcher.ts';
import { runTool } from './run-tool.ts';

/** A Python of this machine, used only to make virtual environments. */
export type PythonInterpreter = {
  /** Absolute path. */
  executable: string;
  /** Folder of its standard library, which a server must be able to read. */
  basePrefix: string;
  /** `3.12`. */
  version: string;
};

/** Names on the PATH, best first: versions for which most packages have wheels. */
const NAMES = ['python3.12', 'python3.13', 'python3.11', 'python3.14', 'python3.10', 'python3'];
/** Oldest version that MCP's own Python library supports. */
const OLDEST_MINOR = 10;
const PROBE_TIMEOUT_MS = 10_000;
const PROBE = 'import sys, venv; print(sys.executable, sys.base_prefix, "%d.%d" % sys.version_info[:2], sep="\\n")';

let found: Promise<PythonInterpreter[]> | undefined;

/** The usable Pythons of this machine, best first. Throws `runtime-missing` when there is none. */
export async function findPythons({ signal }: Pick<FetchContext, 'signal'>): Promise<PythonInterpreter[]> {
  found ??= probeAll(signal);
  const pythons = await found.catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  if (pythons.length > 0) return pythons;
  throw new Fault('runtime-missing', 'fetch', `no Python from 3.${OLDEST_MINOR} on with venv is on this machine`, {
    nextStep: 'install python3 and python3-venv, or uv',
  });
}

async function probeAll(signal: AbortSignal): Promise<PythonInterpreter[]> {
  const pythons: PythonInterpreter[] = [];
  for (const name of NAMES) {
    const outcome = await runTool(['sh', '-c', `exec ${name} -I -c '${PROBE}'`], {
      timeoutMs: PROBE_TIMEOUT_MS,
      signal,
    });
    const [executable = '', basePrefix = '', version = ''] = outcome.stdout.split('\n');
    if (outcome.code !== 0 || Number(version.split('.')[1]) < OLDEST_MINOR) continue;
    if (!pythons.some((python) => python.version === version)) pythons.push({ executable, basePrefix, version });
  }
  return pythons;
}
