import type { Fetcher } from './fetcher.ts';
import { npm } from './npm.ts';
import { pypi } from './pypi.ts';

/** Every registry that packages can be fetched from, alphabetical. */
export const FETCHERS: readonly Fetcher[] = [npm, pypi];
