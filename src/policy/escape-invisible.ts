/**
 * Control characters that JSON strings may hold raw, bidirectional marks and zero-width characters: they could move a
 * terminal's cursor or show one tool's name as another's when a policy file is read by a person.
 */
const INVISIBLE = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Writes invisible characters of a text in which they stand only inside JSON strings as `\uXXXX`, which means the same. */
export function escapeInvisible(jsonText: string): string {
  return jsonText.replaceAll(INVISIBLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
