import { readFileSync } from 'node:fs';

/** Version of toolrisk, from the package.json two folders up, in a checkout and in the package alike. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new TypeError('package.json states no version');
}
