import { escapeHtml } from '../../model/escape/html.ts';

/** HTML that is safe to send: only `markup` and `trusted` make it. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

/** What may stand in a template: text and numbers are escaped, markup stands as it is, lists are joined, `false` and undefined are nothing. */
export type Part = Markup | string | number | false | undefined | readonly Part[];

/** Template tag: all that is filled in is escaped unless `markup` made it. */
export function markup(literals: TemplateStringsArray, ...parts: Part[]): Markup {
  let html = literals[0] ?? '';
  for (const [index, part] of parts.entries()) html += textOf(part) + (literals[index + 1] ?? '');
  return new Markup(html);
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.html;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  if (part === false || part === undefined) return '';
  return part.map(textOf).join('');
}

/** Marks a constant of our own as markup; never for text that a stranger wrote. */
export function trusted(html: string): Markup {
  return new Markup(html);
}
