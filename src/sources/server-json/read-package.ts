import { type Package, TRANSPORTS } from '../../model/server-entry.ts';
import { packageEntryId } from '../entry-id.ts';
import { LAUNCHERS } from '../launchers/index.ts';
import { VARIABLE_NAME } from '../names.ts';
import { type PackageWish, parseImage, parseNpmSpec, parsePypiSpec } from '../package-names.ts';
import { uniqueInputs } from '../unique-inputs.ts';
import { argumentWords } from './argument-words.ts';
import { declaredInput } from './declared-input.ts';
import { Argument, KeyValueInput, PackageJson } from './server-json.ts';

/** A package read: with the id that an entry of it has, or why it cannot be used. */
export type PackageReading = { id: string; wanted: Package } | { problem: string };

/** Reads one package of server.json; whatever of it cannot be read is left out, unless it is the package itself. */
export function readPackage(value: unknown): PackageReading {
  const parsed = PackageJson.safeParse(value);
  if (!parsed.success) return { problem: `has a package without ${missing(parsed.error.issues[0]?.path)}` };
  const wish = readWish(parsed.data);
  if (wish === undefined)
    return {
      problem: `names no proper ${parsed.data.registryType} package: ${parsed.data.identifier.slice(0, 200)}`,
    };
  const { registryType, runtimeHint } = parsed.data;
  const type = TRANSPORTS.find((each) => each === parsed.data.transport?.type?.toLowerCase()) ?? 'stdio';
  const url = parsed.data.transport?.url ?? undefined;
  const own = argumentWords(parseAll(Argument, parsed.data.packageArguments));
  const runtime = argumentWords(parseAll(Argument, parsed.data.runtimeArguments));
  if ([...own.words, ...runtime.words].some((word) => word.includes('\0')))
    return { problem: 'has an argument with a NUL character' };
  const launched = readRuntime(registryType, runtimeHint ?? '', runtime.words, wish);
  const variables = parseAll(KeyValueInput, parsed.data.environmentVariables).map(declaredInput);
  const declared = [...variables, ...own.declared, ...(launched?.environmentVariables ?? [])];
  const wanted: Package = {
    registryType,
    identifier: wish.name,
    ...(wish.version === undefined ? {} : { version: wish.version }),
    transport: { type, ...(url === undefined ? {} : { url }) },
    environmentVariables: uniqueInputs(declared).filter(({ name }) => VARIABLE_NAME.test(name)),
    packageArguments: own.words,
    ...(launched?.program === undefined ? {} : { program: launched.program }),
  };
  return { id: packageEntryId(wanted, own.fixed), wanted };
}

function readWish({ registryType, identifier, version }: PackageJson): PackageWish | undefined {
  const at = (mark: string) =>
    version == null || version === 'latest' || identifier.includes(mark, 1) ? '' : `${mark}${version}`;
  if (registryType === 'npm') return parseNpmSpec(identifier + at('@'));
  if (registryType === 'pypi') return parsePypiSpec(identifier + at('=='));
  if (registryType !== 'oci') {
    if (/[\s\0]/.test(identifier) || /\/\/[^/]*@/.test(identifier)) return undefined;
    return { name: identifier, ...(version == null ? {} : { version }) };
  }
  const image = parseImage(identifier);
  return image === undefined ? undefined : { ...(version == null ? {} : { version }), ...image };
}

/** What the words for `npx`, `uvx` or `docker run` add: the program to start, variables that are passed on. */
function readRuntime(registryType: string, hint: string, words: string[], wish: PackageWish): Package | undefined {
  if (words.length === 0) return undefined;
  const isImage = registryType === 'oci';
  const program = isImage ? 'docker' : hint.toLowerCase();
  const line = isImage ? [...(words[0] === 'run' ? [] : ['run']), ...words, wish.name] : words;
  const launched = LAUNCHERS.filter(({ programs }) => programs.includes(program))
    .map(({ read }) => read(line))
    .find(Boolean);
  return launched?.identifier === wish.name ? launched : undefined;
}

/** The items of a list that can be read. */
function parseAll<T>(
  schema: { safeParse: (value: unknown) => { success: true; data: T } | { success: false } },
  list: unknown[] | null | undefined,
): T[] {
  return (list ?? []).flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

function missing(path: PropertyKey[] | undefined): string {
  return path === undefined || path.length === 0 ? 'a name' : `a proper ${path.join('.')}`;
}
