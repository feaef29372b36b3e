// Rewrites what is made from the code of catalogue and policies: `npm run docs`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { POLICY_SCHEMAS } from '../../policy/generated/schemas.ts';
import { GENERATED_FILES } from './files.ts';

for (const { url, text } of [...GENERATED_FILES, ...POLICY_SCHEMAS]) {
  mkdirSync(new URL('.', url), { recursive: true });
  writeFileSync(url, await text());
}
