import { stripComments } from 'jsonc-parser';
import { z } from 'zod';
import type { FormatEngine } from './format-engine.ts';

const Eligible = z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null);
const Settings = z.strictObject({ 'chat.tools.eligibleForAutoApproval': Eligible });

/**
 * VS Code's decision (source: microsoft/vscode, contrib/chat, languageModelToolsService.ts, isToolEligibleForAutoApproval,
 * and contrib/mcp, mcpServer.ts) on a tool that a person approved for good or that claims to be read-only: it runs
 * unasked unless its name is set to `false`.
 */
export const vscodeEngine: FormatEngine = (text) => {
  const eligible = Settings.parse(JSON.parse(stripComments(text)))['chat.tools.eligibleForAutoApproval'];
  const asking = new Set(Object.entries(eligible).flatMap(([name, value]) => (value === false ? name : [])));
  return ({ tool }) => (asking.has(tool.replaceAll(/[^a-z0-9_-]/gi, '_')) ? 'asked' : 'allowed');
};
