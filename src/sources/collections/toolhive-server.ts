import { z } from 'zod';
import { isJsonObject } from '../../model/json.ts';
import { readRegistryRecord } from '../registries/registry-record.ts';
import { readServerJson } from '../server-json/read-server-json.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';

const text = z.string().max(2000);
const lenient = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined);
const Variable = z
  .object({
    name: text.min(1),
    description: lenient(text),
    required: lenient(z.boolean()),
    secret: lenient(z.boolean()),
    default: lenient(z.union([text, z.number(), z.boolean()]).transform(String)),
    choices: lenient(z.array(text)),
  })
  .transform(({ required, secret, ...rest }) => ({ ...rest, isRequired: required, isSecret: secret }));
const variables = lenient(
  z.array(Variable.nullable().catch(null)).transform((items) => items.filter((item) => item !== null)),
);

/** Shape of a server in ToolHive's own registry format (ToolHive docs, "ToolHive registry JSON schema"). */
const ToolHiveServer = z.object({
  title: lenient(text),
  image: lenient(text),
  url: lenient(text),
  transport: lenient(text),
  args: lenient(z.array(text)),
  env_vars: variables,
  headers: variables,
  status: lenient(text),
});

/** Where a file lies. */
type Place = { path: string; place: string };

/**
 * Reads what one file holds: `servers` and `remote_servers` by name, the upstream format (`data.servers`, entries of the MCP
 * registry), one `spec.yaml`, or one server.json.
 */
export function readToolHive(value: unknown, where: Place): (ServerTarget | TargetProblem)[] {
  if (!isJsonObject(value))
    return [{ target: `toolhive-registry:${where.path}`, problem: 'is no registry of ToolHive' }];
  const upstream = isJsonObject(value.data) ? value.data.servers : value.servers;
  if (Array.isArray(upstream)) return upstream.flatMap((record) => readRegistryRecord(record, where));
  if (isJsonObject(value.servers) || isJsonObject(value.remote_servers)) {
    return [value.servers, value.remote_servers].flatMap((group) =>
      Object.entries(isJsonObject(group) ? group : {}).flatMap(([name, server]) => readOne(name, server, where)),
    );
  }
  if (Array.isArray(value.packages) || Array.isArray(value.remotes)) return readRegistryRecord(value, where);
  return readOne(typeof value.name === 'string' ? value.name : nameOf(where.path), value, where);
}

function readOne(name: string, value: unknown, { place }: Place): (ServerTarget | TargetProblem)[] {
  const target = `toolhive-registry:${name}`;
  const parsed = ToolHiveServer.safeParse(value);
  if (!parsed.success) return [{ target, problem: 'is no server' }];
  const { title, image, url, transport, args, env_vars, headers, status } = parsed.data;
  if (image == null && url == null) return [{ target, problem: 'names neither an image nor a remote' }];
  const packageArguments = (args ?? []).map((word) => ({ type: 'positional', value: word }));
  const common = { transport: transport ?? 'stdio', environmentVariables: env_vars ?? [], packageArguments };
  const server = {
    name,
    title,
    packages: image == null ? [] : [{ ...packageOf(image), ...common }],
    remotes: url == null ? [] : [{ type: transport, url, headers: headers ?? [] }],
  };
  return readServerJson(server, {
    source: 'toolhive-registry',
    target: () => target,
    place,
    status: status ?? undefined,
  });
}

/** An image, or the package that ToolHive builds one from by a protocol scheme: `npx://name@version`, `uvx://name@version`. */
function packageOf(image: string): { registryType: string; identifier: string } {
  const [, scheme, identifier] = /^(npx|uvx|go):\/\/(.+)$/.exec(image) ?? [];
  if (scheme === undefined || identifier === undefined) return { registryType: 'oci', identifier: image };
  return { registryType: { npx: 'npm', uvx: 'pypi', go: 'go' }[scheme] ?? scheme, identifier };
}

/** The folder of a `spec.yaml` is its server's name. */
function nameOf(path: string): string {
  return path.split('/').at(-2) ?? path;
}
