import { describeDecision } from '../../policy/because.ts';
import type { PolicyChange } from '../../policy/diff-policies.ts';
import { count } from '../../report/wording.ts';
import { heading } from './scan-view.ts';
import { oneLine, paragraph, type Screen } from './screen.ts';

/** Changes of a kind that are shown. */
const SHOWN = 50;

/** What changes for an agent, for a person: what is looser first. */
export function viewPolicyDiff(changes: readonly PolicyChange[], screen: Screen): string {
  if (changes.length === 0) return 'nothing changes for an agent\n';
  const looser = changes.filter(({ isLooser }) => isLooser);
  const others = changes.filter(({ isLooser }) => !isLooser);
  return [
    `\n${screen.paint.bold(`${count(changes.length, 'rule')} changed`)}, ${looser.length} of them looser\n`,
    group('Lets more through', looser, screen),
    group('As strict or stricter', others, screen),
    '\n',
  ].join('');
}

function group(title: string, changes: readonly PolicyChange[], screen: Screen): string {
  if (changes.length === 0) return '';
  const rest = changes.length - SHOWN;
  return [
    heading(title, screen),
    ...changes.slice(0, SHOWN).map((change) => changeBlock(change, screen)),
    rest > 0 ? screen.paint.soft(`  and ${rest} more: --json shows them\n`) : '',
  ].join('');
}

function changeBlock(
  { tool, server, kind, category, from, to, isRedefined, because }: PolicyChange,
  screen: Screen,
): string {
  const { paint } = screen;
  const name = `${paint.bold(oneLine(tool))}  ${paint.soft(oneLine(server))}`;
  const was = from === undefined ? 'not known' : describeDecision(from);
  const is = to === undefined ? 'not known any more, so denied' : describeDecision(to);
  const redefined = isRedefined ? ' Its definition changed.' : '';
  return `  ${paint.category(category, category.padEnd(11))}  ${kind.padEnd(9)}  ${name}\n${paragraph(
    `${was} → ${is}. ${oneLine(because)}${redefined}`,
    screen,
    '    ',
  )}`;
}
