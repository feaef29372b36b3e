import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../model/fault.ts';
import type { Package } from '../../model/server-entry.ts';
import type { ExactPackage, FetchContext, Fetcher } from './fetcher.ts';
import { pypiFault } from './pypi-faults.ts';
import { newestOnPypi } from './pypi-newest.ts';
import { distInfo, findPypiProgram } from './pypi-program.ts';
import { fetchSource, installBuilt, pypiBuildSteps } from './pypi-source.ts';
import { makeEnvironment, PIP_QUIET, runPip } from './pypi-tools.ts';
import { hasUv, installWithUv } from './pypi-uv.ts';
import { findPythons, type PythonInterpreter } from './python-interpreter.ts';
import { readDocument } from './read-document.ts';

/** A release without wildcard. */
const EXACT_VERSION = /^[0-9][A-Za-z0-9.!+_-]*$/;

/** Packages of the Python registry that the operator's pip is set to. Only wheels: anything else would run code. */
export const pypi: Fetcher = {
  registryType: 'pypi',
  resolve,
  install,
  buildSteps: async (folder, context) => await pypiBuildSteps(folder, await pythonOf(folder, context), context),
  finish: async (folder, context) => await installBuilt(await pythonOf(folder, context), folder, context),
  findProgram: findPypiProgram,
  async readDocuments(exact, folder) {
    const info = await distInfo(exact, folder);
    if (info === undefined) return [];
    return [await readDocument(join(info, 'METADATA'), folder)];
  },
};

async function resolve(wanted: Package, context: FetchContext): Promise<ExactPackage> {
  const { identifier: name, version: spec } = wanted;
  if (spec !== undefined && EXACT_VERSION.test(spec)) return { name, version: spec };
  const plain = name.replace(/\[.*$/, '');
  return { name, version: await newestOnPypi(plain, context, () => askPip(plain, context)) };
}

async function askPip(name: string, context: FetchContext): Promise<string> {
  return await onSomePython(context, async (python) => {
    const call = ['index', 'versions', name, '--only-binary=:all:', ...PIP_QUIET.filter((flag) => flag !== '--quiet')];
    let outcome = await runPip(python, call, context);
    // Where no version has a wheel, the newest that has none is named: installing it then says so.
    if (outcome.code !== 0)
      outcome = await runPip(
        python,
        call.filter((word) => !word.startsWith('--only-binary')),
        context,
      );
    const version = /^\S+ \(([^)\s]+)\)/m.exec(outcome.stdout)?.[1];
    if (outcome.code === 0 && version !== undefined && EXACT_VERSION.test(version)) return version;
    throw pypiFault(outcome, name, 'resolve');
  });
}

async function install(exact: ExactPackage, folder: string, context: FetchContext, needsBuild: boolean): Promise<void> {
  await onSomePython(context, async (python) => {
    await makeEnvironment(python, folder, context);
    const requirement = `${exact.name}==${exact.version}`;
    if (await hasUv(context)) {
      const { code } = await installWithUv(python, requirement, folder, context);
      if (code === 0) return;
    }
    // What uv does not manage, pip says in words that are known; uv also does not know pip's settings.
    const target = ['--python', join(folder, 'bin/python')];
    const wheelsOnly = ['--only-binary=:all:', '--no-user', '--no-compile', '--no-warn-script-location'];
    const outcome = await runPip(python, [...target, 'install', ...PIP_QUIET, ...wheelsOnly, requirement], context);
    if (outcome.code === 0) return;
    const isWithoutWheel = new RegExp(
      `No matching distribution found for ${exact.name.replace(/\W/g, '.')}==`,
      'i',
    ).test(outcome.stderr);
    if (!needsBuild || !isWithoutWheel) throw pypiFault(outcome, `${exact.name}==${exact.version}`, 'fetch');
    await fetchSource(python, exact, folder, context);
  });
}

/** The Python that an install's environment was made with. */
async function pythonOf(folder: string, context: FetchContext): Promise<PythonInterpreter> {
  const version = (await readdir(join(folder, 'lib'))).find((name) => name.startsWith('python3.'));
  const pythons = await findPythons(context);
  const own = pythons.find((python) => `python${python.version}` === version) ?? pythons[0];
  if (own === undefined) throw new Fault('runtime-missing', 'build', 'the Python that it was installed with is gone');
  return own;
}

/** Tries the Pythons of this machine in turn, where a package only wants another version. */
async function onSomePython<T>(context: FetchContext, work: (python: PythonInterpreter) => Promise<T>): Promise<T> {
  let last: unknown;
  for (const python of await findPythons(context)) {
    try {
      return await work(python);
    } catch (error) {
      last = error;
      if (!(error instanceof Fault && error.code === 'runtime-missing')) throw error;
    }
  }
  throw last;
}
