/** JSON that was found in a model's text, and how it stood there. */
export type SalvagedJson = { json: unknown; form: 'plain' | 'fenced' | 'embedded' | 'cut' };

/** Longest answer that is searched for JSON; a longer one is no answer to our questions. */
const MAX_TEXT = 1_000_000;
/** Places that are tried as the beginning of the JSON. */
const MAX_STARTS = 64;

/**
 * Finds the JSON object of an answer: the whole text, the content of a code fence, the first object that stands in
 * prose, or the part of an object that was whole before the text was cut.
 */
export function salvageJson(text: string): SalvagedJson | undefined {
  const trimmed = text.slice(0, MAX_TEXT).trim();
  const plain = parseObject(trimmed);
  if (plain !== undefined) return { json: plain, form: 'plain' };
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/i.exec(trimmed)?.[1];
  const inFence = fenced === undefined ? undefined : parseObject(fenced.trim());
  if (inFence !== undefined) return { json: inFence, form: 'fenced' };
  return salvageEmbedded(trimmed);
}

function salvageEmbedded(text: string): SalvagedJson | undefined {
  let cut: string | undefined;
  let from = text.indexOf('{');
  for (let tries = 0; from !== -1 && tries < MAX_STARTS; tries++, from = text.indexOf('{', from + 1)) {
    const scan = scanObject(text, from);
    const json = scan.end === undefined ? undefined : parseObject(text.slice(from, scan.end));
    if (json !== undefined) return { json, form: 'embedded' };
    if (scan.end === undefined) {
      cut = closeCut(text, from, scan.whole);
      if (cut !== undefined) break;
    }
  }
  const json = cut === undefined ? undefined : parseObject(cut);
  return json === undefined ? undefined : { json, form: 'cut' };
}

/** End of a whole element inside the object, with the brackets that are open there. */
type Whole = { end: number; open: string };

/** Walks one object: where it ends, or, if it does not, the last place at which an object inside it was whole. */
function scanObject(text: string, from: number): { end?: number; whole?: Whole | undefined } {
  let open = '';
  let whole: Whole | undefined;
  let inString = false;
  for (let index = from; index < text.length; index++) {
    const character = text[index]!;
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') open += character;
    else if (character === '}' || character === ']') {
      open = open.slice(0, -1);
      if (open === '') return { end: index + 1 };
      if (character === '}' && open.endsWith('[')) whole = { end: index + 1, open };
    }
  }
  return { whole };
}

/** The text up to the last whole element, its brackets closed. */
function closeCut(text: string, from: number, whole: Whole | undefined): string | undefined {
  if (whole === undefined) return undefined;
  const closing = whole.open
    .split('')
    .toReversed()
    .map((bracket) => (bracket === '{' ? '}' : ']'));
  return text.slice(from, whole.end) + closing.join('');
}

function parseObject(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}
