import type { AccountFormat } from './account-format.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { openmetrics } from './openmetrics.ts';

/** Every rendering of an account, in the order of the alphabet. */
export const ACCOUNT_FORMATS: readonly AccountFormat[] = [json, markdown, openmetrics];
