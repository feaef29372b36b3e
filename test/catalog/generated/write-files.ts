// Rewrites what is made from the catalogue's code: `npm run docs`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { GENERATED_FILES } from './files.ts';

for (const { url, text } of GENERATED_FILES) {
  mkdirSync(new URL('.', url), { recursive: true });
  writeFileSync(url, await text());
}
