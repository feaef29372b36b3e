import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../../model/fault.ts';
import { runTool } from './run-tool.ts';

/** The npm of this machine: how it is called, and its version. */
export type NpmCli = { argv: readonly [string, ...string[]]; version: string };

/** Milliseconds for npm to say its version. */
const VERSION_TIMEOUT_MS = 20_000;

let found: Promise<NpmCli> | undefined;

/**
 * Finds the npm on the PATH, else the one beside the Node that runs us. Where its script is known it runs on our own
 * Node, since npm skips optional packages that the Node it runs on is too old for.
 */
export async function findNpm(signal: AbortSignal): Promise<NpmCli> {
  found ??= search(signal);
  try {
    return await found;
  } catch (error) {
    found = undefined;
    throw error;
  }
}

async function search(signal: AbortSignal): Promise<NpmCli> {
  const options = { timeoutMs: VERSION_TIMEOUT_MS, signal };
  const onPath = (await runTool(['sh', '-c', 'command -v npm'], options)).stdout.trim();
  const nodeFolder = dirname(process.execPath);
  const beside = [join(nodeFolder, 'npm'), join(nodeFolder, '../lib/node_modules/npm/bin/npm-cli.js')];
  for (const path of [onPath, ...beside].filter((each) => each.startsWith('/'))) {
    const script = await realpath(path).catch(() => undefined);
    if (script === undefined) continue;
    const argv: [string, ...string[]] = basename(script) === 'npm-cli.js' ? [process.execPath, script] : [path];
    const { code, stdout } = await runTool([...argv, '--version'], options);
    if (code === 0) return { argv, version: stdout.trim() };
  }
  throw new Fault('runtime-missing', 'fetch', 'npm is not on this machine', {
    nextStep: 'install npm; it comes with Node',
  });
}

/** Says whether npm knows `--allow-git` and its kin, which refuse such dependencies before anything is fetched (11.10). */
export function canRefuseForeignSpecs({ version }: NpmCli): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 11 || (major === 11 && minor >= 10);
}
