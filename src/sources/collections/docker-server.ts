import { constantCase } from 'change-case';
import { z } from 'zod';
import { readServerJson } from '../server-json/read-server-json.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';

const text = z.string().max(2000);
const word = z.union([text, z.number(), z.boolean()]).transform(String);
const lenient = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined);

/** Shape of `server.yaml` in Docker's MCP registry (docker/mcp-registry, docs/configuration.md); what else it holds is not read. */
const DockerServer = z.object({
  name: text.min(1),
  image: lenient(text),
  about: lenient(z.object({ title: lenient(text) })),
  run: lenient(z.object({ command: lenient(z.array(word)), env: lenient(z.record(text, word)) })),
  config: lenient(
    z.object({
      secrets: lenient(
        z.array(
          z
            .object({
              env: lenient(text),
              name: lenient(text),
              description: lenient(text),
              required: lenient(z.boolean()),
            })
            .nullable()
            .catch(null),
        ),
      ),
      env: lenient(
        z.array(
          z
            .object({ name: text, value: lenient(word), description: lenient(text) })
            .nullable()
            .catch(null),
        ),
      ),
      parameters: lenient(
        z.object({ required: lenient(z.array(text)), properties: lenient(z.record(text, z.unknown())) }),
      ),
    }),
  ),
  remote: lenient(z.object({ url: text, transport_type: lenient(text), headers: lenient(z.record(text, word)) })),
});
type DockerServer = z.infer<typeof DockerServer>;

/** Reads one `server.yaml`: an image with its variables and command, or a remote, as the server.json that it amounts to. */
export function readDockerServer(
  value: unknown,
  where: { path: string; place: string },
): (ServerTarget | TargetProblem)[] {
  const parsed = DockerServer.safeParse(value);
  const target = `docker-registry:${where.path}`;
  if (!parsed.success) return [{ target, problem: 'is no server.yaml: it has no name' }];
  const server = parsed.data;
  const { name, image, about, remote } = server;
  const environmentVariables = [...secretsOf(server), ...variablesOf(server)];
  const packages =
    image == null
      ? []
      : [{ registryType: 'oci', identifier: image, environmentVariables, packageArguments: wordsOf(server) }];
  const remotes =
    remote == null ? [] : [{ type: remote.transport_type, url: remote.url, headers: headersOf(remote.headers ?? {}) }];
  if (image == null && remote == null) return [{ target, problem: 'names neither an image nor a remote' }];
  return readServerJson(
    { name, title: about?.title, packages, remotes },
    { source: 'docker-registry', target: () => `docker-registry:${name}`, place: where.place },
  );
}

function secretsOf({ config }: DockerServer): object[] {
  return (config?.secrets ?? []).flatMap((secret) => {
    const name = secret?.env ?? (secret?.name == null ? undefined : constantCase(secret.name));
    if (secret === null || name === undefined) return [];
    return [{ name, description: secret.description, isSecret: true, isRequired: secret.required !== false }];
  });
}

function variablesOf({ config, run }: DockerServer): object[] {
  const required = new Set(config?.parameters?.required ?? []);
  const declared = [
    ...(config?.env ?? []),
    ...Object.entries(run?.env ?? {}).map(([name, value]) => ({ name, value, description: undefined })),
  ];
  return declared.flatMap((variable) => {
    if (variable === null) return [];
    const { name, description, value } = variable;
    const parameter = parametersIn(value ?? '')[0];
    const isFixed = value != null && value !== '' && parameter === undefined;
    return [
      {
        name,
        description,
        ...(isFixed ? { default: value } : {}),
        isRequired: isFixed || (parameter !== undefined && required.has(parameter)),
      },
    ];
  });
}

/** The image's command; a parameter in it (`{{server.name}}`) is something that the user fills in. */
function wordsOf({ run }: DockerServer): object[] {
  return (run?.command ?? []).map((command) => {
    const [parameter] = parametersIn(command);
    return parameter === undefined
      ? { type: 'positional', value: command }
      : { type: 'positional', valueHint: parameter, isRequired: true };
  });
}

function headersOf(headers: Record<string, string>): object[] {
  return Object.entries(headers).map(([name, value]) => {
    const isOpen = /\$\{|\$[A-Z]|\{\{/.test(value);
    return { name, isSecret: true, isRequired: isOpen };
  });
}

/** The parameters that a template names, without the server's name before the dot and the filters after the bar. */
function parametersIn(template: string): string[] {
  return [...template.matchAll(/\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}/g)].map(
    ([, path = '']) => path.split('.').at(-1) ?? path,
  );
}
