import type { Evidence } from '../../model/classification.ts';
import type { ServerContext } from '../../model/server-context.ts';
import type { LooseToolAnswer } from './answer.ts';
import type { Place } from './shown-schema.ts';
import { findQuote, showText } from './shown-text.ts';
import type { ShownTool } from './shown-tool.ts';

/** The quotes of an answer, checked. */
export type CheckedQuotes = {
  /** Where the quotes stand in the original definition. */
  evidence: Evidence[];
  /** How many quotes stand nowhere. */
  missing: number;
};

/** Shortest quote that says something, unless it is a whole string. */
const MIN_QUOTE = 3;

/** Looks every quote up where the answer says it stands, then anywhere in the tool, then in its context. */
export function checkQuotes(answer: LooseToolAnswer, tool: ShownTool, context: ServerContext): CheckedQuotes {
  const evidence: Evidence[] = [];
  let missing = 0;
  for (const { pointer, quote } of answer.quotes) {
    const parts = quote.split(/\s*(?:\u2026|\.{3})\s*/).filter((part) => part.trim() !== '');
    const found = parts.map((part) => find(part, pointer, tool, context));
    if (parts.length === 0 || found.includes(undefined)) missing += 1;
    else evidence.push(...found.flatMap((place) => (place === undefined || place === 'claims' ? [] : [place])));
  }
  return { evidence, missing };
}

/** Evidence, `claims` for a quote of the annotations (which prove nothing), or undefined when it stands nowhere. */
function find(
  quote: string,
  pointer: string,
  tool: ShownTool,
  context: ServerContext,
): Evidence | 'claims' | undefined {
  const named = tool.places.get(pointer) ?? [];
  for (const place of [...named, ...[...tool.places.values()].flat(), ...contextPlaces(context)]) {
    const evidence = evidenceAt(place, quote);
    if (evidence !== undefined) return evidence;
  }
  const sibling = context.siblings.indexOf(quote.trim());
  if (sibling !== -1) return { pointer: `/siblings/${sibling}`, quote: quote.trim(), signal: 'llm' };
  if (quote.trim().length < MIN_QUOTE) return undefined;
  const across = tool.lines.find((line) => findQuote(line.text, quote) !== undefined);
  const first = across?.places[0];
  if (first !== undefined) return { pointer: first.pointer, quote: first.text, signal: 'llm' };
  return tool.json.claims?.includes(quote) ? 'claims' : undefined;
}

function contextPlaces(context: ServerContext): Place[] {
  const { server, instructions } = context;
  return [
    { pointer: '/server', text: server },
    ...(instructions === undefined ? [] : [{ pointer: '/instructions', text: instructions }]),
  ];
}

function evidenceAt(place: Place, quote: string): Evidence | undefined {
  if (quote.trim().length < MIN_QUOTE && showText(place.text) !== quote.trim()) return undefined;
  const verbatim = findQuote(place.text, quote);
  return verbatim === undefined ? undefined : { pointer: place.pointer, quote: verbatim, signal: 'llm' };
}
