import type { Tool } from '../../model/tool.ts';
import { type Place, type ShownLine, showSchema } from './shown-schema.ts';
import { showText } from './shown-text.ts';

/** A passage that speaks for a category, shown to the model when it is asked a second time. */
export type Seen = { category: string; quote: string };

/** A tool as the prompt shows it. */
export type ShownTool = {
  /** What stands in the prompt, but for its number. */
  json: {
    name: string;
    title?: string;
    desc?: string;
    /** One a parameter, each after its number: `#0 path: string!`. */
    params?: string[];
    claims?: string;
    seen?: string[];
  };
  /** By pointer into `json`, the strings of the definition that stand there. */
  places: ReadonlyMap<string, readonly Place[]>;
  /** By pointer, the shown lines whose strings were put together. */
  lines: readonly ShownLine[];
  /** Whether something could not be shown: the tool is too large to ask about. */
  isIncomplete: boolean;
};

/** Shows what `classify/` reads of a tool, and remembers where each string came from. */
export function showTool(tool: Tool, seen: readonly Seen[] = []): ShownTool {
  const description = tool.description ?? '';
  const schema = showSchema(tool.inputSchema, description);
  const lines = schema.lines.map(({ text, places: of }, index) => ({ text: `#${index} ${text}`, places: of }));
  const places = new Map<string, Place[]>([['/name', [{ pointer: '/name', text: tool.name }]]]);
  const titles = titlesOf(tool);
  if (titles.length > 0) places.set('/title', titles);
  if (description !== '') places.set('/desc', [{ pointer: '/description', text: description }]);
  for (const [index, line] of lines.entries()) places.set(`/params/${index}`, line.places);
  const claims = claimsOf(tool);
  return {
    json: {
      name: showText(tool.name),
      ...(titles.length === 0 ? {} : { title: titles.map((title) => showText(title.text)).join(' / ') }),
      ...(description.trim() === '' ? {} : { desc: showText(description) }),
      ...(lines.length === 0 ? {} : { params: lines.map((line) => line.text) }),
      ...(claims === '' ? {} : { claims }),
      ...(seen.length === 0 ? {} : { seen: seen.map((each) => `${each.category}: ${showText(each.quote)}`) }),
    },
    places,
    lines,
    isIncomplete: schema.isIncomplete,
  };
}

/** Titles that say more than the name. */
function titlesOf(tool: Tool): Place[] {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
  const known = new Set([plain(tool.name)]);
  const found: Place[] = [];
  for (const [pointer, text] of [
    ['/title', tool.title],
    ['/annotations/title', tool.annotations?.title],
  ] as const) {
    if (text === undefined || known.has(plain(text))) continue;
    known.add(plain(text));
    found.push({ pointer, text });
  }
  return found;
}

/** The two hints that the taxonomy knows a use for; the others say nothing about the category. */
function claimsOf(tool: Tool): string {
  const { readOnlyHint, destructiveHint } = tool.annotations ?? {};
  return Object.entries({ readOnlyHint, destructiveHint })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
