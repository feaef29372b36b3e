// Rewrites the generated parts of the README: `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { withGeneratedParts } from './readme-parts.ts';

const file = new URL('../../README.md', import.meta.url);
writeFileSync(file, await withGeneratedParts(readFileSync(file, 'utf8')));
