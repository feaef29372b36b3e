import type { ReportFormat } from '../report-input.ts';
import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';

/** Every report format, in the order of the alphabet. A new format is one file here and one line below. */
export const FORMATS: readonly ReportFormat[] = [csv, html, json, markdown];
