import { stripComments } from 'jsonc-parser';
import { z } from 'zod';
import { foldedName } from '../../../src/policy/folded-name.ts';
import { type FormatEngine, LIBRARY } from './format-engine.ts';

const Permissions = z.strictObject({ mcpAllowlist: z.array(z.string()) });

/** Whether an entry covers a name, in its longest reading: `*` stands for anything, case and normal form do not count. */
function covers(pattern: string, name: string): boolean {
  const parts = foldedName(pattern)
    .split('*')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(foldedName(name));
}

/**
 * Cursor's decision in the allowlist's run mode (source: cursor.com/docs/reference/permissions): an entry `server:tool`
 * runs without a question, whichever colon parts it; anything else is asked about.
 */
export const cursorEngine: FormatEngine = (text, server = LIBRARY) => {
  const { mcpAllowlist } = Permissions.parse(JSON.parse(stripComments(text)));
  return ({ tool }) => (mcpAllowlist.some((entry) => covers(entry, `${server}:${tool}`)) ? 'allowed' : 'asked');
};
