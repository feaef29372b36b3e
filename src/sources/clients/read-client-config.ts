import type { DeclaredInput } from '../../model/server-entry.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import type { SourceContext } from '../target-source.ts';
import type { ClientFormat, ClientServer } from './client-format.ts';
import { configPlaces, projectOf } from './config-places.ts';
import { CLIENT_FORMATS } from './index.ts';
import { parseConfig } from './parse-config.ts';
import { readServerConfig, ServerConfig } from './server-config.ts';

/** A config file: where it lies, and how the operator named it. */
export type ConfigFile = { file: string; shown: string };

/** A config in one format, with what its servers have in common. */
type OpenConfig = ConfigFile & { format: ClientFormat; inputs: ReadonlyMap<string, DeclaredInput> };

/**
 * Reads the text of a client config: each server is a target or a problem of its own. Servers that the client does not
 * start are left out with a note.
 */
export function readClientConfig(
  text: string,
  where: ConfigFile,
  context: Pick<SourceContext, 'env' | 'onEvent'>,
): (ServerTarget | TargetProblem)[] {
  const parsed = parseConfig(text, where.file);
  if ('problem' in parsed) return [{ target: where.shown, problem: parsed.problem, endsList: true }];
  for (const format of formatsFor(where.file)) {
    const servers = format.serversIn(parsed.config);
    if (servers === undefined) continue;
    const open = { ...where, format, inputs: format.inputsIn?.(parsed.config) ?? new Map() };
    return [...servers].flatMap(([key, server]) => readOne(key, server, open, context));
  }
  return [
    {
      target: where.shown,
      problem: 'holds no MCP servers (mcpServers, servers, context_servers, mcp, mcp_servers or extensions)',
      endsList: true,
    },
  ];
}

function formatsFor(file: string): readonly ClientFormat[] {
  const own = CLIENT_FORMATS.filter((format) => format.file?.test(file) === true);
  return [...own, ...CLIENT_FORMATS.filter((format) => format.file === undefined)];
}

function readOne(
  key: string,
  server: ClientServer,
  open: OpenConfig,
  { env = new Map(), onEvent }: Pick<SourceContext, 'env' | 'onEvent'>,
): (ServerTarget | TargetProblem)[] {
  const target = `${open.shown}#${key}`;
  const parsed = ServerConfig.safeParse(server.config);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return [{ target, problem: `is no server: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() }];
  }
  const { disabled, enabled, envFile } = parsed.data;
  const reason = server.disabled ?? (disabled === true || enabled === false ? 'is disabled there' : undefined);
  if (reason !== undefined) {
    onEvent?.({ type: 'note', message: `${target} ${reason}, and left out` });
    return [];
  }
  if (envFile != null)
    onEvent?.({ type: 'note', message: `${target} has an envFile, which is not read: pass it with --env-file` });
  const project = server.folder ?? projectOf(open.file);
  const reading = readServerConfig(parsed.data, {
    origin: { source: 'client-config', name: key, place: open.file },
    syntax: open.format.variables,
    places: configPlaces(project),
    env,
    inputs: open.inputs,
    ...(project === undefined ? {} : { folder: project }),
  });
  return [{ target, ...reading }];
}
