import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../model/fault.ts';
import type { Package } from '../../model/server-entry.ts';
import { chooseProgram } from './choose-program.ts';
import type { ExactPackage, StartProgram } from './fetcher.ts';

/** A console script of a package: `module:function` (PyPA entry points specification). */
type EntryPoint = { name: string; module: string; attribute: string };

/** Finds the program of an installed Python package: its wanted or own console script, else `python -m`. */
export async function findPypiProgram(wanted: Package, exact: ExactPackage, folder: string): Promise<StartProgram> {
  const python = join(folder, 'bin/python');
  const base = await realpath(python);
  const start = {
    readOnly: [folder, base.replace(/\/bin\/[^/]+$/, '')],
    env: { PYTHONUNBUFFERED: '1' },
    alternatives: [],
  };
  const info = await distInfo(exact, folder);
  const scripts = info === undefined ? [] : await consoleScripts(info);
  const names = scripts.map(({ name }) => name);
  const chosen =
    wanted.program !== undefined && names.includes(wanted.program) ? wanted.program : chooseProgram(names, exact.name);
  const script = scripts.find(({ name }) => name === chosen);
  if (script !== undefined) {
    const code = `import sys; from ${script.module} import ${script.attribute.split('.')[0]}; sys.argv[0] = ${JSON.stringify(script.name)}; sys.exit(${script.attribute}())`;
    return { ...start, argv: [python, '-I', '-c', code] };
  }
  const module = info === undefined ? undefined : await runnableModule(info, exact);
  if (module !== undefined) return { ...start, argv: [python, '-I', '-m', module] };
  throw new Fault(
    'not-a-server',
    'start',
    `${exact.name}==${exact.version} has no console script and no module to run`,
    {
      nextStep: 'it may be a library; name the package that starts the server',
    },
  );
}

/** The folder `<name>-<version>.dist-info` of a package. */
export async function distInfo(exact: ExactPackage, folder: string): Promise<string | undefined> {
  const site = await sitePackages(folder);
  const wanted = plain(exact.name);
  const name = (await readdir(site)).find(
    (item) => item.endsWith('.dist-info') && plain(item.split('-')[0] ?? '') === wanted,
  );
  return name === undefined ? undefined : join(site, name);
}

async function sitePackages(folder: string): Promise<string> {
  const [version = 'python3'] = (await readdir(join(folder, 'lib'))).filter((name) => /^python3\.\d+$/.test(name));
  return join(folder, 'lib', version, 'site-packages');
}

async function consoleScripts(info: string): Promise<EntryPoint[]> {
  const text = await readFile(join(info, 'entry_points.txt'), 'utf8').catch(() => '');
  const section = /^\[console_scripts\]\s*$([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(text)?.[1] ?? '';
  return [...section.matchAll(/^\s*([^=\s][^=]*?)\s*=\s*([A-Za-z_][\w.]*):([A-Za-z_][\w.]*)/gm)].map(
    ([, name = '', module = '', attribute = '']) => ({ name, module, attribute }),
  );
}

async function runnableModule(info: string, exact: ExactPackage): Promise<string | undefined> {
  const record = await readFile(join(info, 'RECORD'), 'utf8').catch(() => '');
  const mains = [...record.matchAll(/^([A-Za-z_]\w*)\/__main__\.py,/gm)].map(([, module = '']) => module);
  const own = exact.name.replaceAll(/[-.]/g, '_').toLowerCase();
  return mains.find((module) => module.toLowerCase() === own) ?? chooseProgram(mains, exact.name);
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[-_.]+/g, '-')
    .replace(/\[.*$/, '');
}
