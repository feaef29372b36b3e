import { NOTHING_GIVEN } from '../../model/secret.ts';
import type { Origin, ServerEntry } from '../../model/server-entry.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import { readPackage } from './read-package.ts';
import { readRemote } from './read-remote.ts';
import { ServerJson } from './server-json.ts';

/** Kinds of packages that can be started today, the preferred first: the entry's id is that of the first one. */
const STARTABLE = ['npm', 'pypi'];

/** Where a server.json was found. */
export type ServerJsonPlace = {
  /** Id of the source. */
  source: string;
  /** What to show as the target, from the server's name. */
  target: (name: string) => string;
  /** File or base URL, without secrets. */
  place: string;
  /** What the registry says of its life. */
  status?: string | undefined;
};

/**
 * Reads a server.json (schema 2025-12-11, older spellings too): the target, and a problem for each part of it that had to
 * be left out. Its id is that of the first npm or PyPI package, else of the first remote, else of any package.
 */
export function readServerJson(value: unknown, where: ServerJsonPlace): (ServerTarget | TargetProblem)[] {
  const parsed = ServerJson.safeParse(value);
  if (!parsed.success) return [{ target: where.target('?'), problem: 'is no server.json: it has no name' }];
  const { name, title, version, version_detail, packages, remotes } = parsed.data;
  const status = lifeOf(where.status ?? parsed.data.status ?? undefined);
  const origin: Origin = {
    source: where.source,
    name,
    place: where.place,
    ...(status === undefined ? {} : { status }),
  };
  const target = where.target(name);
  const readPackages = (packages ?? []).map(readPackage);
  const readRemotes = (remotes ?? []).map((remote) => readRemote(remote, origin));
  const problems = [...readPackages, ...readRemotes].flatMap((part) =>
    'problem' in part ? [{ target, problem: part.problem }] : [],
  );
  const usable = readPackages.filter((part) => 'wanted' in part);
  const addresses = readRemotes.filter((part): part is ServerEntry => 'id' in part);
  const startable = usable.find(({ wanted }) => STARTABLE.includes(wanted.registryType));
  const id = (startable ?? addresses[0] ?? usable[0])?.id;
  if (id === undefined)
    return problems.length > 0 ? problems : [{ target, problem: 'names neither a package nor a remote' }];
  const release = version ?? version_detail?.version ?? undefined;
  const entry: ServerEntry = {
    id,
    ...(title == null || title === '' ? {} : { title }),
    ...(release === undefined ? {} : { version: release }),
    packages: [...new Set(startable === undefined ? usable : [startable, ...usable])].map(({ wanted }) => wanted),
    remotes: addresses.flatMap((address) => address.remotes),
    origins: [origin],
  };
  return [{ target, entry, given: NOTHING_GIVEN }, ...problems];
}

function lifeOf(status: string | undefined): Origin['status'] {
  const life = status?.toLowerCase();
  return life === 'active' || life === 'deprecated' || life === 'deleted' ? life : undefined;
}
