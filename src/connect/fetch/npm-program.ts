import { access, open, readFile, realpath } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { Fault } from '../../model/fault.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { Package } from '../../model/server-entry.ts';
import { chooseProgram } from './choose-program.ts';
import type { ExactPackage, OtherWay, StartProgram } from './fetcher.ts';
import { readShebang } from './shebang.ts';

/** Files that Node runs. */
const SCRIPT = /^\.(?:js|cjs|mjs|)$/;
/** Where a copy of an install lies inside the sandbox: in memory, and gone with it. */
const COPY_INSIDE = '/tmp/package';
/** What a package that is a server without a `bin` depends on. */
const SERVER_LIBRARY =
  /^(?:@modelcontextprotocol\/|fastmcp$|mcp-framework$|@mastra\/mcp$|mcp-handler$|xmcp$|mcp-lite$)/;

/** Finds the program of an installed npm package: the wanted `bin`, its own one, or a `main` that is a server. */
export async function findNpmProgram(wanted: Package, exact: ExactPackage, folder: string): Promise<StartProgram> {
  const own = join(folder, 'node_modules', exact.name);
  const manifest = await readManifest(own, exact);
  const bins = readBins(manifest, exact.name);
  const name =
    wanted.program !== undefined && bins.has(wanted.program)
      ? wanted.program
      : chooseProgram([...bins.keys()], exact.name);
  const path = name === undefined ? await serverMain(manifest, own) : bins.get(name);
  if (path === undefined) {
    throw new Fault('not-a-server', 'start', `${exact.name}@${exact.version} has no program to start`, {
      nextStep: 'it may be a library; name the package that starts the server',
    });
  }
  const file = await locate(own, path, folder, exact);
  const argv = await commandFor(file, folder, exact);
  const link = name === undefined ? undefined : join(folder, 'node_modules/.bin', name);
  return { argv, alternatives: await otherWays(argv, folder, link), readOnly: [folder], env: {} };
}

/** Some scripts only start when they are called by their link, some only when they can write beside themselves. */
async function otherWays(argv: readonly string[], folder: string, link: string | undefined): Promise<OtherWay[]> {
  const [program, ...words] = argv;
  const file = words.pop();
  if (program !== 'node' || file === undefined) return [];
  const copied = join(COPY_INSIDE, relative(folder, file));
  const copy = ['sh', '-c', `cp -R "$0" ${COPY_INSIDE} && exec node "$@"`, folder, ...words, copied];
  const ways: OtherWay[] = [{ argv: copy, helps: 'writing' }];
  if (link !== undefined && (await isThere(link))) ways.push({ argv: ['node', ...words, link], helps: 'silence' });
  return ways;
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

async function readManifest(own: string, exact: ExactPackage): Promise<JsonObject> {
  const manifest: unknown = await readFile(join(own, 'package.json'), 'utf8').then(JSON.parse, () => undefined);
  if (isJsonObject(manifest)) return manifest;
  throw new Fault('not-a-server', 'start', `${exact.name}@${exact.version} has no readable package.json`);
}

function readBins(manifest: JsonObject, packageName: string): Map<string, string> {
  const { bin } = manifest;
  if (typeof bin === 'string') return new Map([[basename(packageName), bin]]);
  if (!isJsonObject(bin)) return new Map();
  return new Map(Object.entries(bin).filter((item): item is [string, string] => typeof item[1] === 'string'));
}

async function serverMain({ main, dependencies }: JsonObject, own: string): Promise<string | undefined> {
  const path = typeof main === 'string' ? main : 'index.js';
  const isBuiltOnMcp =
    isJsonObject(dependencies) && Object.keys(dependencies).some((name) => SERVER_LIBRARY.test(name));
  const text = await readFile(join(own, path), 'utf8').catch(() => '');
  const startsItself =
    /StdioServerTransport|\.start\(\s*\{\s*transportType|serveStdio/.test(text) || text.startsWith('#!');
  return isBuiltOnMcp && startsItself ? path : undefined;
}

/** The real file of a program; it may not lie outside the install. */
async function locate(own: string, path: string, folder: string, exact: ExactPackage): Promise<string> {
  for (const candidate of [path, `${path}.js`, join(path, 'index.js')]) {
    const file = await realpath(join(own, candidate)).catch(() => undefined);
    if (file === undefined || !(await isFile(file))) continue;
    if (file.startsWith(`${await realpath(folder)}/`))
      return join(folder, file.slice((await realpath(folder)).length + 1));
    break;
  }
  throw new Fault(
    'not-a-server',
    'start',
    `${exact.name}@${exact.version} does not hold its program ${path.slice(0, 100)}`,
    {
      nextStep: 'the package is broken; report it to its author',
    },
  );
}

async function isFile(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    return (await handle.stat()).isFile();
  } finally {
    await handle.close();
  }
}

async function commandFor(file: string, folder: string, exact: ExactPackage): Promise<string[]> {
  const shebang = await readShebang(file);
  if (shebang === 'binary') return [file];
  const [program, ...flags] = shebang ?? ['node'];
  if (program === 'node' || program === 'nodejs') return ['node', ...flags, file];
  if (/^(?:sh|bash|dash)$/.test(program ?? '')) return [program ?? 'sh', ...flags, file];
  const local = join(folder, 'node_modules/.bin', program ?? '');
  if (await isThere(local)) return ['node', await realpath(local), ...flags, file];
  // Bun and Deno also run plain JavaScript, and most such scripts run on Node.
  if (SCRIPT.test(extname(file)) && /^(?:bun|deno|tsx|ts-node)$/.test(program ?? '')) return ['node', file];
  if (/^python3?$/.test(program ?? '')) return ['python3', ...flags, file];
  throw new Fault('runtime-missing', 'start', `${exact.name}@${exact.version} needs ${program} to run`, {
    nextStep: `servers that need ${program} cannot be started here`,
  });
}
