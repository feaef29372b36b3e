import { hash } from 'node:crypto';

/** SHA-256 of a text, 64 lower-case hex digits: the hash of the catalogue's own content keys. */
export function sha256(text: string): string {
  return hash('sha256', text);
}
