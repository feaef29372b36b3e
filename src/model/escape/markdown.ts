import { escapeTerminal } from './terminal.ts';

/**
 * Makes untrusted text safe on one line of Markdown, table cells included: links, images (which load from strangers),
 * HTML, table pipes, code fences and the addresses that GitHub turns into links lose their meaning; line breaks become spaces.
 */
export function escapeMarkdown(text: string): string {
  return escapeTerminal(text.replaceAll(/(?<!\s)\s*\n\s*/g, ' '))
    .replaceAll(/[\\`*_{}[\]()#+!|~<>-]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
    .replaceAll(/(https?|ftp)(:\/\/)|(www)\./gi, (_match, scheme?: string, slashes?: string, www?: string) =>
      www === undefined ? `${scheme}&#58;${slashes?.slice(1)}` : `${www}&#46;`,
    )
    .replaceAll(/(?<=[\w.+\\-])@(?=[\w\\-])/g, '&#64;');
}
