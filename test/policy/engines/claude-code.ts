import { z } from 'zod';
import { type FormatEngine, LIBRARY } from './format-engine.ts';

const Rules = z.array(z.string().regex(/^mcp__[A-Za-z0-9_-]+$/, 'no pattern, no parentheses'));
const Settings = z.strictObject({ permissions: z.strictObject({ allow: Rules, ask: Rules, deny: Rules }) });

/**
 * Claude Code's decision (source: code.claude.com/docs/en/permissions): deny, ask, allow, else the question of the default
 * mode. A rule `mcp__server` names all tools of a server, `mcp__server__tool` one; other characters of a name become `_`.
 */
export const claudeCodeEngine: FormatEngine = (text, server = LIBRARY) => {
  const { permissions } = Settings.parse(JSON.parse(text));
  return ({ tool }) => {
    const name = `mcp__${server}__${tool.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
    const isMatch = (rule: string) =>
      rule === name || (rule.split('__').slice(2).join('__') === '' && name.startsWith(`${rule.replace(/_+$/, '')}__`));
    if (permissions.deny.some(isMatch)) return 'denied';
    if (permissions.ask.some(isMatch)) return 'asked';
    return permissions.allow.some(isMatch) ? 'allowed' : 'asked';
  };
};
