/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number;

/** Longest run of text that goes to the tokenizer at once: its time grows with the square of a run without spaces. */
const MAX_RUN = 500;

/**
 * Loads the o200k_base tokenizer of OpenAI's models (2 MB, so only when a model is asked). For other models its count
 * is an estimate. Words that are special to a model count as the plain text that they are here.
 */
export async function loadTokenCounter(): Promise<CountTokens> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  const options = { disallowedSpecial: new Set<string>() };
  return (text) => {
    let tokens = 0;
    for (let from = 0; from < text.length; ) {
      const to = endOfRun(text, from);
      tokens += countTokens(text.slice(from, to), options);
      from = to;
    }
    return tokens;
  };
}

/** End of a piece: at a space near the limit where there is one, so that pieces cut few words. */
function endOfRun(text: string, from: number): number {
  if (text.length - from <= MAX_RUN) return text.length;
  const space = text.lastIndexOf(' ', from + MAX_RUN);
  return space > from ? space : from + MAX_RUN;
}
