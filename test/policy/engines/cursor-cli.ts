import { z } from 'zod';
import { foldedName } from '../../../src/policy/folded-name.ts';
import { type FormatEngine, LIBRARY } from './format-engine.ts';

const Tokens = z.array(z.string().regex(/^Mcp\([^()]*\)$/));
const Config = z.strictObject({ permissions: z.strictObject({ allow: Tokens, deny: Tokens }) });

/** Whether a token names a tool: `*` stands for any text. */
function covers(token: string, name: string): boolean {
  const parts = token.slice('Mcp('.length, -1).split('*');
  const quoted = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${quoted.join('.*')}$`, 's').test(name);
}

/**
 * The decision of Cursor's command line (source: cursor.com/docs/cli/reference/permissions): deny before allow, else the
 * question. A token allows in its longest reading, in which case and normal form do not count, and denies as it stands.
 */
export const cursorCliEngine: FormatEngine = (text, server = LIBRARY) => {
  const { allow, deny } = Config.parse(JSON.parse(text)).permissions;
  return ({ tool }) => {
    const name = `${server}:${tool}`;
    if (deny.some((token) => covers(token, name))) return 'denied';
    return allow.some((token) => covers(foldedName(token), foldedName(name))) ? 'allowed' : 'asked';
  };
};
