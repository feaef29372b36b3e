import { escapeTerminal } from './terminal.ts';

/**
 * Makes untrusted text safe inside a JSON string of a prompt: invisible characters become visible escapes, and the
 * fence's angle brackets lose their meaning, so that no definition can close the fence it stands in.
 */
export function escapePrompt(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeTerminal(line).replaceAll('<', '\uff1c').replaceAll('>', '\uff1e'))
    .join('\n');
}
