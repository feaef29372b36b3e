import type { Risen } from '../../pipeline/baseline.ts';
import { count } from '../../report/wording.ts';
import { categoryWord, heading } from './scan-view.ts';
import { cutTo, oneLine, type Screen } from './screen.ts';

const RISEN_SHOWN = 40;

/** Tools whose risk rose against the baseline, in terms of risk. */
export function viewRisen(risen: readonly Risen[], screen: Screen): string {
  if (risen.length === 0) return '';
  const lines = risen.slice(0, RISEN_SHOWN).map(({ server, tool, from, to }) => {
    const before = from === undefined ? 'new tool' : `was ${categoryWord(from, false, screen)}`;
    const line = `  ${oneLine(tool)} on ${oneLine(server)}: ${before}, is ${categoryWord(to, false, screen)}`;
    return `${cutTo(line, screen.width)}\n`;
  });
  const rest = risen.length > RISEN_SHOWN ? `  and ${risen.length - RISEN_SHOWN} more\n` : '';
  return heading(`Risen against the baseline: ${count(risen.length, 'tool')}`, screen) + lines.join('') + rest;
}
