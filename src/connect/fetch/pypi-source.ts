import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../model/fault.ts';
import type { BuildStep, ExactPackage, FetchContext } from './fetcher.ts';
import { timeLeft } from './fetcher.ts';
import { pypiFault } from './pypi-faults.ts';
import { makeEnvironment, PIP_QUIET, pipCache, runPip, toolFolder } from './pypi-tools.ts';
import type { PythonInterpreter } from './python-interpreter.ts';
import { runTool } from './run-tool.ts';

/** Where a source distribution, what builds it, and the wheel that comes of it lie in an install until it is whole. */
const SOURCE = '.source';
/** What builds a project that does not say (PEP 518). */
const DEFAULT_REQUIRES = ['setuptools>=40.8.0', 'wheel'];

/**
 * Downloads one source distribution and prints the requirements of its build. Only pip's own code runs: `pip download`
 * would run the package's to learn its dependencies.
 */
const DOWNLOAD = `
import hashlib, json, os, sys, tarfile, zipfile
from pip._internal.commands.download import DownloadCommand
from pip._vendor.packaging.specifiers import SpecifierSet
name, version, folder, cache = sys.argv[1:5]
command = DownloadCommand("download", "")
options, _ = command.parse_args(["--no-deps", "--no-binary=:all:", "--no-input", "--cache-dir", cache, name])
with command.main_context():
    session = command.get_default_session(options)
    finder = command._build_package_finder(options=options, session=session)
    found = finder.find_best_candidate(name, SpecifierSet("==" + version)).best_candidate
    if found is None:
        sys.exit("ERROR: No matching distribution found for " + name + "==" + version)
    answer = session.get(found.link.url_without_fragment)
    answer.raise_for_status()
    if found.link.hash and hashlib.new(found.link.hash_name, answer.content).hexdigest() != found.link.hash:
        sys.exit("ERROR: the hash of " + found.link.filename + " is wrong")
path = os.path.join(folder, os.path.basename(found.link.filename))
with open(path, "wb") as file:
    file.write(answer.content)
requires = None
try:
    import tomllib
    if path.endswith(".zip"):
        archive = zipfile.ZipFile(path)
        texts = [archive.read(item) for item in archive.namelist() if item.count("/") == 1 and item.endswith("/pyproject.toml")]
    else:
        archive = tarfile.open(path)
        texts = [archive.extractfile(item).read() for item in archive if item.name.count("/") == 1 and item.name.endswith("/pyproject.toml") and item.isfile()]
    requires = tomllib.loads(texts[0].decode())["build-system"]["requires"]
except (ImportError, IndexError, KeyError, ValueError):
    pass
print(json.dumps(requires))
`;

/** Fails when a wheel requires something by its address, in any METADATA in it (core metadata 2.x, Requires-Dist). */
export const CHECK_WHEEL = `
import sys, zipfile
from email.parser import HeaderParser
archive = zipfile.ZipFile(sys.argv[1])
items = [item for item in archive.infolist() if item.filename.lower().endswith(".dist-info/metadata")]
if any(item.file_size > 4000000 for item in items):
    sys.exit("ERROR: the metadata of the wheel is too large")
texts = [archive.read(item).decode("utf-8", "replace") for item in items]
requires = [line for text in texts for line in HeaderParser().parsestr(text).get_all("Requires-Dist") or []]
if any(set(line.split(";")[0]) & set("@/\\\\") for line in requires):
    sys.exit("ERROR: it requires something by its address")
`;

/** Requirements by name and version only: no URL, no path, no option. */
const Requires = z.array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[\w, -]*\])?[^@/\\]*$/)).nullable();

/** Fetches what is needed to build a package offline: its source distribution, and the wheels that build it. */
export async function fetchSource(
  python: PythonInterpreter,
  exact: ExactPackage,
  folder: string,
  context: FetchContext,
): Promise<void> {
  const source = join(folder, SOURCE);
  await mkdir(join(source, 'wheels'), { recursive: true });
  const tools = await toolFolder(python, context);
  const shown = `${exact.name}==${exact.version}`;
  const name = exact.name.replace(/\[.*$/, '');
  const call: [string, ...string[]] = [
    join(tools, 'bin/python'),
    '-I',
    '-c',
    DOWNLOAD,
    name,
    exact.version,
    source,
    pipCache(context),
  ];
  const outcome = await runTool(call, { timeoutMs: timeLeft(context), signal: context.signal, cwd: '/' });
  if (outcome.code !== 0) throw pypiFault(outcome, shown, 'fetch');
  const requires = Requires.safeParse(JSON.parse(outcome.stdout.trim().split('\n').at(-1) ?? 'null'));
  if (!requires.success) {
    const message = `${shown} is built with something that is not in a registry, which is refused`;
    throw new Fault('install-failed', 'fetch', message, { nextStep: 'ask its author to publish a wheel' });
  }
  const wanted = [...new Set([...(requires.data ?? []), ...DEFAULT_REQUIRES])];
  const wheels = ['download', ...PIP_QUIET, '--only-binary=:all:', '--dest', join(source, 'wheels'), ...wanted];
  const fetched = await runPip(python, wheels, context);
  if (fetched.code !== 0) throw pypiFault(fetched, `what builds ${shown}`, 'fetch');
}

/** The step that builds a wheel of a fetched source distribution; none where the package came as a wheel. */
export async function pypiBuildSteps(
  folder: string,
  python: PythonInterpreter,
  context: FetchContext,
): Promise<BuildStep[]> {
  const source = join(folder, SOURCE);
  const [archive] = (await readdir(source).catch(() => [])).filter((name) =>
    /\.(?:tar\.gz|tgz|tar\.bz2|zip)$/.test(name),
  );
  if (archive === undefined) return [];
  const tools = await toolFolder(python, context);
  const offline = ['--no-index', '--find-links', join(source, 'wheels'), '--no-deps', '--no-cache-dir'];
  const argv = [
    join(tools, 'bin/python'),
    '-I',
    '-m',
    'pip',
    'wheel',
    ...PIP_QUIET,
    ...offline,
    '--wheel-dir',
    join(source, 'built'),
    join(source, archive),
  ];
  return [{ argv, readOnly: [tools, python.basePrefix], env: {}, cwd: folder }];
}

/** Installs the wheel that was built, with its dependencies as wheels. */
export async function installBuilt(python: PythonInterpreter, folder: string, context: FetchContext): Promise<void> {
  const built = join(folder, SOURCE, 'built');
  const [wheel] = (await readdir(built).catch(() => [])).filter((name) => name.endsWith('.whl'));
  if (wheel === undefined) return;
  await refuseDirectReferences(python, join(built, wheel), context);
  await remakeEnvironment(python, folder, context);
  const target = ['--python', join(folder, 'bin/python')];
  const call = [
    ...target,
    'install',
    ...PIP_QUIET,
    '--only-binary=:all:',
    '--no-user',
    '--no-compile',
    join(built, wheel),
  ];
  const outcome = await runPip(python, call, context);
  if (outcome.code !== 0) throw pypiFault(outcome, wheel, 'fetch');
  await rm(join(folder, SOURCE), { recursive: true, force: true });
}

/** A build may name addresses in its wheel's requirements; pip would fetch them, and build what is no wheel outside the sandbox. */
async function refuseDirectReferences(python: PythonInterpreter, wheel: string, context: FetchContext): Promise<void> {
  const tools = await toolFolder(python, context);
  const call: [string, ...string[]] = [join(tools, 'bin/python'), '-I', '-c', CHECK_WHEEL, wheel];
  const outcome = await runTool(call, { timeoutMs: timeLeft(context), signal: context.signal, cwd: '/' });
  if (outcome.code === 0) return;
  const message = 'the wheel that was built requires something that is not in a registry, which is refused';
  throw new Fault('install-failed', 'build', message, { nextStep: 'ask its author to publish a wheel' });
}

/**
 * The build could write to the whole install, its interpreter and start-up files included, and pip runs these outside
 * the sandbox: all but the wheel goes, and the environment is made anew.
 */
async function remakeEnvironment(python: PythonInterpreter, folder: string, context: FetchContext): Promise<void> {
  for (const path of [join(folder, SOURCE), join(folder, SOURCE, 'built')])
    if (!(await lstat(path)).isDirectory())
      throw new Fault('install-failed', 'build', 'the build put a link in place of its own folder');
  for (const name of await readdir(folder))
    if (name !== SOURCE) await rm(join(folder, name), { recursive: true, force: true });
  await makeEnvironment(python, folder, context);
}
