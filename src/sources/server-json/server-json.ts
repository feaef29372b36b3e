import { z } from 'zod';
import { isJsonObject } from '../../model/json.ts';
import { renameOldFields } from './old-spellings.ts';

/** Longest texts that are kept; longer descriptions are cut, longer names refused. */
const MAX_NAME = 300;
const MAX_TEXT = 1000;
/** Most items of each list of one server; the rest is left out. */
const MAX_ITEMS = 100;

const name = z.string().min(1).max(MAX_NAME);
const text = z.string().transform((value) => value.slice(0, MAX_TEXT));
const word = z.union([z.string().max(MAX_TEXT), z.number().transform(String), z.boolean().transform(String)]);
const lenient = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined);
const list = lenient(z.array(z.unknown()).transform((items) => items.slice(0, MAX_ITEMS)));
const map = lenient(z.record(z.string(), z.unknown()));

/** Shape of an `Input`: what a user fills in (server.json schema 2025-12-11, and older spellings). */
export const Input = z.preprocess(
  renameOldFields,
  z.object({
    description: lenient(text),
    isRequired: lenient(z.boolean()),
    isSecret: lenient(z.boolean()),
    format: lenient(name),
    value: lenient(word),
    default: lenient(word),
    choices: lenient(z.array(word).transform((items) => items.slice(0, MAX_ITEMS))),
    variables: map,
  }),
);
/** What a user fills in: a value, or a template with variables. */
export type Input = z.infer<typeof Input>;

/** Shape of a variable or header: an `Input` with its name. */
export const KeyValueInput = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  z.object({ name }).and(Input),
);
/** A variable or header. */
export type KeyValueInput = z.infer<typeof KeyValueInput>;

/** Shape of an argument: positional or named; a bare string is a fixed word. */
export const Argument = z.preprocess(
  (value) => (typeof value === 'string' ? { type: 'positional', value } : renameOldFields(value)),
  z.object({ type: lenient(name), name: lenient(name), valueHint: lenient(name) }).and(Input),
);
/** An argument, positional or named. */
export type Argument = z.infer<typeof Argument>;

/** Shape of a package as it stands in server.json; what is in its lists is read item by item. */
export const PackageJson = z.preprocess(
  (value) => {
    const renamed = renameOldFields(value);
    return isJsonObject(renamed) ? { ...renamed, identifier: renamed.identifier ?? renamed.name } : renamed;
  },
  z.object({
    registryType: name.transform((type) => type.toLowerCase().replace(/^docker$/, 'oci')),
    identifier: z.string().min(1).max(MAX_TEXT),
    version: lenient(name),
    runtimeHint: lenient(name),
    transport: lenient(
      z.union([
        z.object({ type: name, url: lenient(z.string().max(MAX_TEXT)) }),
        name.transform((type) => ({ type, url: undefined })),
      ]),
    ),
    runtimeArguments: list,
    packageArguments: list,
    environmentVariables: list,
  }),
);
/** A package as it stands in server.json. */
export type PackageJson = z.infer<typeof PackageJson>;

/** Shape of a remote as it stands in server.json. */
export const RemoteJson = z.preprocess(
  renameOldFields,
  z.object({ type: lenient(name), url: z.string().min(1).max(2000), headers: list, variables: map }),
);
/** A remote as it stands in server.json. */
export type RemoteJson = z.infer<typeof RemoteJson>;

/** Shape of server.json itself. */
export const ServerJson = z.object({
  name,
  title: lenient(text),
  version: lenient(name),
  version_detail: lenient(z.object({ version: lenient(name) })),
  status: lenient(z.string()),
  packages: list,
  remotes: list,
});
/** server.json, the description that a server publishes of itself. */
export type ServerJson = z.infer<typeof ServerJson>;

/** Key of what the official registry adds to an entry. */
const OFFICIAL = 'io.modelcontextprotocol.registry/official';
const Official = z.preprocess(
  renameOldFields,
  z.object({
    status: lenient(z.string()),
    isLatest: lenient(z.boolean()),
    is_latest: lenient(z.boolean()),
    updatedAt: lenient(z.string()),
    updated_at: lenient(z.string()),
  }),
);
const Meta = z.object({ [OFFICIAL]: lenient(Official) });

/** Shape of an entry of a registry's answer: `{ server, _meta }`, or server.json alone with its `_meta` inside. */
export const RegistryRecord = z
  .union([
    z.object({ server: z.looseObject({}), _meta: lenient(Meta) }),
    z.looseObject({ _meta: lenient(Meta) }).transform((server) => ({ server, _meta: server._meta })),
  ])
  .transform(({ server, _meta }) => {
    const official = _meta?.[OFFICIAL];
    return {
      server,
      status: official?.status ?? undefined,
      isLatest: official?.isLatest ?? official?.is_latest ?? undefined,
      updatedAt: official?.updatedAt ?? official?.updated_at ?? undefined,
    };
  });
/** An entry of a registry: the server's own description and what the registry knows of it. */
export type RegistryRecord = z.infer<typeof RegistryRecord>;
