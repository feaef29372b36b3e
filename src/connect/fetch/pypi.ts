import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../model/fault.ts';
import type { Package } from '../../model/server-entry.ts';
import type { ExactPackage, FetchContext, Fetcher } from './fetcher.ts';
import { pypiFault } from './pypi-faults.ts';
import { distInfo, findPypiProgram } from './pypi-program.ts';
import { makeEnvironment, PIP_QUIET, runPip } from './pypi-tools.ts';
import { findPythons, type PythonInterpreter } from './python-interpreter.ts';

/** Characters of the description that are read. */
const MAX_DOCUMENT_CHARS = 512 * 1024;
/** A release without wildcard. */
const EXACT_VERSION = /^[0-9][A-Za-z0-9.!+_-]*$/;

/** Packages of the Python registry that the operator's pip is set to. Only wheels: anything else would run code. */
export const pypi: Fetcher = {
  registryType: 'pypi',
  resolve,
  install,
  buildSteps: async () => [],
  findProgram: findPypiProgram,
  async readDocuments(exact, folder) {
    const info = await distInfo(exact, folder);
    if (info === undefined) return [];
    return [(await readFile(join(info, 'METADATA'), 'utf8').catch(() => '')).slice(0, MAX_DOCUMENT_CHARS)];
  },
};

async function resolve(wanted: Package, context: FetchContext): Promise<ExactPackage> {
  const { identifier: name, version: spec } = wanted;
  if (spec !== undefined && EXACT_VERSION.test(spec)) return { name, version: spec };
  return await onSomePython(context, async (python) => {
    const plain = name.replace(/\[.*$/, '');
    const call = ['index', 'versions', plain, '--only-binary=:all:', ...PIP_QUIET.filter((flag) => flag !== '--quiet')];
    const outcome = await runPip(python, call, context);
    const version = /^\S+ \(([^)\s]+)\)/m.exec(outcome.stdout)?.[1];
    if (outcome.code === 0 && version !== undefined && EXACT_VERSION.test(version)) return { name, version };
    throw pypiFault(outcome, name, 'resolve');
  });
}

async function install(exact: ExactPackage, folder: string, context: FetchContext): Promise<void> {
  await onSomePython(context, async (python) => {
    await makeEnvironment(python, folder, context);
    const target = ['--python', join(folder, 'bin/python')];
    const wheelsOnly = ['--only-binary=:all:', '--no-user', '--no-compile', '--no-warn-script-location'];
    const call = [...target, 'install', ...PIP_QUIET, ...wheelsOnly, `${exact.name}==${exact.version}`];
    const outcome = await runPip(python, call, context);
    if (outcome.code !== 0) throw pypiFault(outcome, `${exact.name}==${exact.version}`, 'fetch');
  });
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
