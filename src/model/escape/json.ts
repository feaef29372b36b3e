const DISGUISING =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/**
 * JSON text of a value that is safe on a terminal and in an editor: DEL, C1 controls, bidirectional overrides and
 * invisible characters, which JSON allows raw inside strings, stand as `\uXXXX`. It parses back to the same value.
 */
export function stringifyJson(value: unknown, indent?: number): string {
  return escapeJsonText(JSON.stringify(value, null, indent));
}

/** The same for text that is JSON already. */
export function escapeJsonText(text: string): string {
  return text.replaceAll(DISGUISING, (character) =>
    Array.from({ length: character.length }, (_none, at) => escapeUnit(character.charCodeAt(at))).join(''),
  );
}

/** One UTF-16 code unit as JSON escapes it. */
function escapeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
