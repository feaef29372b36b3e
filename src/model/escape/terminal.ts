/**
 * Makes untrusted text safe for a terminal: control characters (C0, C1, DEL), which could move the cursor, rewrite
 * lines or set the title, and bidirectional overrides and zero-width characters, which could disguise it, become
 * visible escapes such as `\u{1b}`.
 */
export function escapeTerminal(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(
      /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu,
      (character) =>
        character === '\n' || character === '\t' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
    );
}
