import type { PolicyExporter } from '../policy-exporter.ts';
import { intercept } from './intercept.ts';
import { policylayer } from './policylayer.ts';

/** All policy formats, in alphabetical order. */
export const EXPORTERS: readonly PolicyExporter[] = [intercept, policylayer];
