import { escapeTerminal } from './terminal.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Makes untrusted text safe in HTML text and in quoted attribute values (not in URLs, scripts or styles): a tag or an
 * attribute could run code, and invisible characters could disguise it.
 */
export function escapeHtml(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeTerminal(line).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? ''))
    .join('\n');
}
