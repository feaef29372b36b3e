import type { ReportFormat } from '../report-input.ts';
import { json } from './json.ts';

/** Every report format, in the order of the alphabet. A new format is one file here and one line below. */
export const FORMATS: readonly ReportFormat[] = [json];
