import { escapeTerminal } from './terminal.ts';

/**
 * Makes untrusted text safe between the quotes of a label value in OpenMetrics text (specification, ABNF of
 * `escaped-string`): a quote or a line break in it would end the value and add samples of a stranger's. Control
 * characters become visible escapes first, since label values end up on dashboards.
 */
export function escapeLabelValue(text: string): string {
  return escapeTerminal(text).replaceAll(/[\\"]/g, (character) => `\\${character}`);
}
