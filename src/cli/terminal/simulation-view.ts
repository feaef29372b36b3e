import { OUTCOMES } from '../../policy/evaluate.ts';
import type { Example, SimulationReport } from '../../policy/simulation.ts';
import { count } from '../../report/wording.ts';
import { heading } from './scan-view.ts';
import { cell, oneLine, paragraph, type Screen, widest } from './screen.ts';

/** Tools and reasons that are shown. */
const SHOWN = 15;

/** What a policy would have done, for a person. */
export function viewSimulation(report: SimulationReport, screen: Screen): string {
  const { paint } = screen;
  const { calls, outcomes, outOfOrder, tools, reasons, examples } = report;
  const totals = OUTCOMES.map((outcome) => `${outcomes[outcome]} ${outcome}`).join(', ');
  const stopped = tools.filter(({ limited, asked, denied }) => limited + asked + denied > 0);
  const width = widest(
    tools.slice(0, SHOWN).map(({ tool }) => oneLine(tool)),
    10,
    40,
  );
  return [
    `\n${paint.bold(count(calls, 'call'))}: ${totals}\n`,
    outOfOrder === 0 ? '' : paint.soft(`  ${outOfOrder} of them earlier than the line above\n`),
    stopped.length === 0 ? '' : heading('Not let through, by tool', screen),
    ...stopped.slice(0, SHOWN).map(({ tool, server, ...counts }) => {
      const parts = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${outcome}`);
      return `  ${paint.bold(cell(oneLine(tool), width))}  ${parts.join(', ')}  ${paint.soft(oneLine(server))}\n`;
    }),
    stopped.length > SHOWN ? paint.soft(`  and ${stopped.length - SHOWN} more: --json shows them\n`) : '',
    reasons.length === 0 ? '' : heading('Why', screen),
    ...reasons
      .slice(0, SHOWN)
      .map(({ because, outcome, calls: times }) => paragraph(`${times} ${outcome}: ${oneLine(because)}`, screen)),
    examples.length === 0 ? '' : heading('Examples', screen),
    ...examples.map((example) => exampleLine(example, screen)),
    '\n',
  ].join('');
}

function exampleLine({ line, tool, outcome, because, arguments: given }: Example, screen: Screen): string {
  const args = Object.entries(given).map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}`);
  return paragraph(`line ${line}, ${outcome}: ${oneLine(tool)}(${args.join(', ')}). ${oneLine(because)}`, screen);
}
