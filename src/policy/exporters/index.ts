import type { PolicyExporter } from '../policy-exporter.ts';
import { agentgateway } from './agentgateway.ts';
import { cedar } from './cedar.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { cursor } from './cursor.ts';
import { cursorCli } from './cursor-cli.ts';
import { dockerMcpGateway } from './docker-mcp-gateway.ts';
import { geminiCli } from './gemini-cli.ts';
import { intercept } from './intercept.ts';
import { neutral } from './neutral.ts';
import { openai } from './openai.ts';
import { policylayer } from './policylayer.ts';
import { registryMeta } from './registry-meta.ts';
import { rego } from './rego.ts';
import { vscode } from './vscode.ts';

/** All policy formats, in alphabetical order. */
export const EXPORTERS: readonly PolicyExporter[] = [
  agentgateway,
  cedar,
  claudeCode,
  codex,
  cursorCli,
  cursor,
  dockerMcpGateway,
  geminiCli,
  intercept,
  neutral,
  openai,
  policylayer,
  registryMeta,
  rego,
  vscode,
];
