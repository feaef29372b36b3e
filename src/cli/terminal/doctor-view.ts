import type { Check } from '../../pipeline/doctor.ts';
import { cell, oneLine, paragraph, type Screen, widest } from './screen.ts';

const SIGN: Record<Check['status'], string> = { ok: '✓', absent: '–', missing: '✗' };

/** What the machine offers, one line a check with advice beneath; the last line says whether a scan can run. */
export function viewChecks(checks: readonly Check[], screen: Screen): string {
  const { paint } = screen;
  const tint = { ok: paint.good, absent: paint.soft, missing: paint.bad };
  const columns = widest(
    checks.map(({ name }) => name),
    4,
    30,
  );
  const lines = checks.map(({ name, status, found, advice }) => {
    const line = `  ${tint[status](SIGN[status])} ${cell(name, columns)}  ${oneLine(found)}\n`;
    return advice === undefined ? line : line + paragraph(`→ ${oneLine(advice)}`, screen, ' '.repeat(columns + 6));
  });
  const missing = checks.filter(({ status }) => status === 'missing').length;
  const end =
    missing === 0 ? paint.good('Ready to scan.') : paint.bad('A scan cannot run until what is marked ✗ is mended.');
  return `\n${lines.join('')}\n${end}\n`;
}
