import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { findExcess } from '../../model/json.ts';
import { parseYaml } from '../files/parse-yaml.ts';

/** Levels of nesting that a config may have. */
const MAX_DEPTH = 100;

/** A parsed config, or why it is none; the reason holds nothing of the file's text. */
export type ParsedConfig = { config: unknown } | { problem: string };

/** Parses a config by its extension: TOML, YAML, else JSON with comments. */
export function parseConfig(text: string, file: string): ParsedConfig {
  const parsed = parseText(text.replace(/^\ufeff/, ''), file);
  if ('problem' in parsed) return parsed;
  const excess = findExcess(parsed.config, MAX_DEPTH);
  return excess === undefined ? parsed : { problem: `is no client config: ${excess}` };
}

function parseText(text: string, file: string): ParsedConfig {
  if (/\.toml$/i.test(file)) return attempt('TOML', () => parseToml(text));
  if (/\.ya?ml$/i.test(file)) return attempt('YAML', () => parseYaml(text));
  const problems: ParseError[] = [];
  const parsed = attempt('JSON', () => parseJsonc(text, problems, { allowTrailingComma: true }) as unknown);
  const [first] = problems;
  if (first === undefined || 'problem' in parsed) return parsed;
  const line = text.slice(0, first.offset).split('\n').length;
  return { problem: `is no JSON (line ${line}: ${printParseErrorCode(first.error)})` };
}

/** Parsers quote the faulty lines, which may hold a secret: only the line's number is told. Deep nesting ends their stack. */
function attempt(language: string, parse: () => unknown): ParsedConfig {
  try {
    return { config: parse() };
  } catch (error) {
    return { problem: `is no ${language}${lineOf(error)}` };
  }
}

function lineOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('line' in error && typeof error.line === 'number') return ` (line ${error.line})`;
  const [, line] = /at line (\d+)/.exec(error.message) ?? [];
  return line === undefined ? '' : ` (line ${line})`;
}
