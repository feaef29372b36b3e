import { relative } from 'node:path';
import { heading } from './scan-view.ts';
import { oneLine, type Screen } from './screen.ts';

/** Where a command left files. */
export function viewWritten(paths: readonly string[], screen: Screen): string {
  if (paths.length === 0) return '';
  return heading('Written', screen) + paths.map((path) => `  ${oneLine(shortPath(path))}\n`).join('');
}

/** A path as one would type it from here: relative below this folder, whole elsewhere; a URL without its user info. */
function shortPath(path: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return path.replace(/\/\/[^/@]*@/, '//');
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : `./${near}`;
}
