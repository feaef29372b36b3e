import { stripComments } from 'jsonc-parser';
import { z } from 'zod';
import type { FormatEngine } from './format-engine.ts';

const Permissions = z.strictObject({ mcpAllowlist: z.array(z.string()) });

/** Whether a part of an entry covers a name, in its longest reading: `*` stands for anything, case does not count. */
function covers(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(name);
}

/**
 * Cursor's decision in the allowlist's run mode (source: cursor.com/docs/reference/permissions): an entry `server:tool`
 * runs without a question, whichever colon parts it; anything else is asked about.
 */
export const cursorEngine: FormatEngine = (text) => {
  const { mcpAllowlist } = Permissions.parse(JSON.parse(stripComments(text)));
  return ({ tool }) => (mcpAllowlist.some((entry) => covers(entry, `library-desk:${tool}`)) ? 'allowed' : 'asked');
};
