import type { Outcome } from '../../../src/policy/evaluate.ts';
import { cedarEngine } from './cedar.ts';
import { claudeCodeEngine } from './claude-code.ts';
import { codexEngine } from './codex.ts';
import type { FormatEngine } from './format-engine.ts';
import { geminiCliEngine } from './gemini-cli.ts';
import { interceptEngine } from './intercept.ts';
import { openaiEngine } from './openai.ts';
import { policylayerEngine } from './policylayer.ts';

/** The engine of each format, by the exporter's id, and what it does with a tool that no rule names. */
export const ENGINES: Readonly<Record<string, { engine: FormatEngine; strangers: Outcome }>> = {
  cedar: { engine: cedarEngine, strangers: 'denied' },
  'claude-code': { engine: claudeCodeEngine, strangers: 'asked' },
  codex: { engine: codexEngine, strangers: 'denied' },
  'gemini-cli': { engine: geminiCliEngine, strangers: 'denied' },
  intercept: { engine: interceptEngine, strangers: 'denied' },
  openai: { engine: openaiEngine, strangers: 'denied' },
  policylayer: { engine: policylayerEngine, strangers: 'denied' },
};
