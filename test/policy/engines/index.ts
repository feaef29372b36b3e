import { agentgatewayEngine } from './agentgateway.ts';
import { cedarEngine } from './cedar.ts';
import { claudeCodeEngine } from './claude-code.ts';
import { codexEngine } from './codex.ts';
import { cursorEngine } from './cursor.ts';
import { cursorCliEngine } from './cursor-cli.ts';
import { dockerMcpGatewayEngine } from './docker-mcp-gateway.ts';
import type { FormatEngine } from './format-engine.ts';
import { geminiCliEngine } from './gemini-cli.ts';
import { interceptEngine } from './intercept.ts';
import { neutralEngine } from './neutral.ts';
import { openaiEngine } from './openai.ts';
import { policylayerEngine } from './policylayer.ts';
import { registryMetaEngine } from './registry-meta.ts';
import { regoEngine } from './rego.ts';
import { vscodeEngine } from './vscode.ts';

/** The engine of each format, by the exporter's id. */
export const ENGINES: Readonly<Record<string, FormatEngine>> = {
  agentgateway: agentgatewayEngine,
  cedar: cedarEngine,
  'claude-code': claudeCodeEngine,
  codex: codexEngine,
  cursor: cursorEngine,
  'cursor-cli': cursorCliEngine,
  'docker-mcp-gateway': dockerMcpGatewayEngine,
  'gemini-cli': geminiCliEngine,
  intercept: interceptEngine,
  neutral: neutralEngine,
  openai: openaiEngine,
  policylayer: policylayerEngine,
  'registry-meta': registryMetaEngine,
  rego: regoEngine,
  vscode: vscodeEngine,
};

/** Formats that cannot deny: what should be denied is asked about, as their exports say. */
export const CANNOT_DENY: ReadonlySet<string> = new Set(['cursor', 'vscode']);

/** Formats in which a tool that they do not name may run unasked, as their exports say: so does one of a server that failed. */
export const NAMES_NO_STRANGERS: ReadonlySet<string> = new Set(['vscode']);
