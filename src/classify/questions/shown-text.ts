import { escapePrompt } from '../../model/escape/prompt.ts';

/** How a stranger's text stands in a prompt: escaped, with runs of blanks and empty lines made one. */
export function showText(text: string): string {
  return escapePrompt(text.trim())
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[\s]*/g, '\n');
}

/** Characters that models are apt to exchange when they copy. */
const ALIKE: ReadonlyMap<string, string> = new Map([
  ['\uff1c', '<'],
  ['\uff1e', '>'],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u2013', '-'],
  ['\u2014', '-'],
  ['\u2011', '-'],
]);

/**
 * The verbatim part of `text` that a quote from its shown form stands for, or undefined where there is none. Blanks
 * and typographic quotes and dashes may differ; letters may not.
 */
export function findQuote(text: string, quote: string): string | undefined {
  if (quote !== '' && text.includes(quote)) return quote;
  const wanted = fold(quote).text.trim();
  if (wanted === '') return undefined;
  const folded = fold(text);
  const at = folded.text.indexOf(wanted);
  if (at === -1) return undefined;
  return text.slice(folded.starts[at], folded.ends[at + wanted.length - 1]);
}

/** A folded text; `starts[i]` and `ends[i]` say where in the original its i-th character comes from. */
type Folded = { text: string; starts: number[]; ends: number[] };

function fold(text: string): Folded {
  const folded: Folded = { text: '', starts: [], ends: [] };
  let parts = '';
  let position = 0;
  for (const character of text) {
    const end = position + character.length;
    const isBlank = /\s/.test(character);
    if (isBlank && parts.endsWith(' ')) folded.ends[folded.ends.length - 1] = end;
    else
      for (const unit of isBlank ? ' ' : foldCharacter(character)) {
        for (let index = 0; index < unit.length; index++) {
          folded.starts.push(position);
          folded.ends.push(end);
        }
        parts += unit;
      }
    position = end;
  }
  folded.text = parts;
  return folded;
}

function foldCharacter(character: string): string {
  const shown = escapePrompt(character);
  return ALIKE.get(shown) ?? shown;
}
