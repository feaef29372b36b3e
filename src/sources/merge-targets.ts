import type { DeclaredInput, Origin, Package, ServerEntry } from '../model/server-entry.ts';
import type { ServerTarget } from './target.ts';

/**
 * Two targets of one server as one: what the first says holds, and the other adds where it was found. Variables that only
 * the other declares for the same package are added too, unless one of the two carries values: a stranger's list must not
 * steer where an operator's secret goes.
 */
export function mergeTargets(first: ServerTarget, next: ServerTarget): ServerTarget {
  const [main, other] = hasValues(next) && !hasValues(first) ? [next, first] : [first, next];
  const packages = hasValues(main)
    ? main.entry.packages
    : main.entry.packages.map((wanted) => withVariables(wanted, other.entry));
  const { title = other.entry.title, version = other.entry.version } = main.entry;
  const entry: ServerEntry = {
    ...main.entry,
    ...(title === undefined ? {} : { title }),
    ...(version === undefined ? {} : { version }),
    packages,
    origins: uniqueOrigins([...first.entry.origins, ...next.entry.origins]),
  };
  const given = hasValues(other)
    ? {
        env: new Map([...other.given.env, ...main.given.env]),
        headers: new Map([...other.given.headers, ...main.given.headers]),
      }
    : main.given;
  return { target: main.target, entry, given };
}

/** Says whether a target carries values that must reach this server alone. */
export function hasValues({ given }: Pick<ServerTarget, 'given'>): boolean {
  return given.env.size > 0 || given.headers.size > 0;
}

function withVariables(wanted: Package, { packages }: ServerEntry): Package {
  const same = packages.find(
    ({ registryType, identifier }) => registryType === wanted.registryType && identifier === wanted.identifier,
  );
  const known = new Set(wanted.environmentVariables.map(({ name }) => name));
  const more: DeclaredInput[] = (same?.environmentVariables ?? []).filter(({ name }) => !known.has(name));
  return more.length === 0 ? wanted : { ...wanted, environmentVariables: [...wanted.environmentVariables, ...more] };
}

function uniqueOrigins(origins: readonly Origin[]): Origin[] {
  const key = ({ source, name, place }: Origin) => JSON.stringify([source, name, place]);
  return [...new Map(origins.map((origin) => [key(origin), origin])).values()];
}
