import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { findExcess } from '../../model/json.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import { CLIENT_FORMATS } from './index.ts';
import { readServerConfig, ServerConfig } from './server-config.ts';

/** Levels of nesting that a config may have. */
const MAX_DEPTH = 100;

/** Reads the text of a client config (JSON with comments): each server is a target or a problem of its own. */
export function readClientConfig(
  text: string,
  where: { file: string; shown: string },
): (ServerTarget | TargetProblem)[] {
  const problems: ParseError[] = [];
  const config: unknown = parse(text.replace(/^\ufeff/, ''), problems, { allowTrailingComma: true });
  const [first] = problems;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    return [{ target: where.shown, problem: `is no JSON (line ${line}: ${printParseErrorCode(first.error)})` }];
  }
  const excess = findExcess(config, MAX_DEPTH);
  if (excess !== undefined) return [{ target: where.shown, problem: `is no client config: ${excess}` }];
  for (const { serversIn } of CLIENT_FORMATS) {
    const servers = serversIn(config);
    if (servers !== undefined) return [...servers].map(([key, server]) => readOne(key, server, where));
  }
  return [{ target: where.shown, problem: 'holds no MCP servers (mcpServers, servers or context_servers)' }];
}

function readOne(key: string, server: unknown, where: { file: string; shown: string }): ServerTarget | TargetProblem {
  const target = `${where.shown}#${key}`;
  const parsed = ServerConfig.safeParse(server);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { target, problem: `is no server: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() };
  }
  const reading = readServerConfig(parsed.data, { source: 'client-config', name: key, place: where.file });
  return 'problem' in reading ? { target, problem: reading.problem } : { target, ...reading };
}
