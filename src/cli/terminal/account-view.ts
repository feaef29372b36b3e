import type { Account } from '../../model/account.ts';
import { FAILURE_CODES } from '../../model/failure.ts';
import { dueFacts, headlineOf, llmFact, span, stageFacts } from '../../report/account/wording.ts';
import { count } from '../../report/wording.ts';
import { heading } from './scan-view.ts';
import { cell, cutTo, oneLine, paragraph, type Screen } from './screen.ts';

/** Examples that each list shows. */
const SHOWN = 5;
/** Columns of `needs-configuration`. */
const NAME_COLUMNS = 20;

/** The account of a night for a person at a terminal. */
export function viewAccount(account: Account, screen: Screen): string {
  return [
    `\n${screen.paint.bold(headlineOf(account))}\n`,
    servers(account, screen),
    failures(account, screen),
    ...changes(account, screen),
    clones(account, screen),
    costs(account, screen),
  ].join('');
}

function servers(account: Account, screen: Screen): string {
  const { sources, due, notDue, versionsAsked } = account;
  const asked = versionsAsked === 0 ? '' : `, ${whole(versionsAsked)} of them asked for a newer version`;
  const reasons = dueFacts(account).map(({ reason, servers: number }) => `${whole(number)} ${reason}`);
  const remarks = [
    sources.withdrawn > 0 && `${whole(sources.withdrawn)} withdrawn`,
    sources.unnamed > 0 && `${whole(sources.unnamed)} named no more`,
    sources.problems > 0 && `${count(sources.problems, 'record')} could not be read`,
    sources.isIncomplete && 'a listing ended early',
  ].filter((remark) => remark !== false);
  const lines = [
    [`${whole(sources.servers)} named`, ...remarks].join(', '),
    `${whole(due.total)} due${reasons.length === 0 ? '' : `: ${reasons.join(', ')}`}`,
    `${whole(notDue)} not due${asked}`,
    `${whole(account.listed)} listed: ${whole(account.new)} first seen, ${whole(account.changed)} changed, ${whole(account.unchanged)} unchanged`,
  ];
  return lines.map((line) => paragraph(line, screen)).join('');
}

function failures({ failed }: Account, screen: Screen): string {
  if (failed.total === 0) return '';
  const { paint, width } = screen;
  const lines = failed.codes.map(({ code, servers: number, examples }) => {
    const [example] = examples;
    const such =
      example === undefined ? FAILURE_CODES[code][0] : `${oneLine(example.server)}: ${oneLine(example.message)}`;
    return `${cutTo(`  ${whole(number).padStart(7)}  ${paint.warn(cell(code, NAME_COLUMNS))}${paint.soft(such)}`, width)}\n`;
  });
  return heading(`Not listed: ${count(failed.total, 'server')} (no sign of low risk)`, screen) + lines.join('');
}

function changes({ newlyUnreachable, stale, newTools, risen }: Account, screen: Screen): string[] {
  const { paint } = screen;
  return [
    list(
      'Newly unreachable',
      newlyUnreachable,
      screen,
      ({ server, code }) => `${oneLine(server)}  ${paint.warn(code)}`,
    ),
    list(
      'Stale lists that still stand',
      stale,
      screen,
      ({ server, code, ageMs }) => `${oneLine(server)}  ${paint.warn(code)}, listed ${span(ageMs)} ago`,
    ),
    list(
      'Tools whose risk rose',
      risen,
      screen,
      ({ server, tool, from, to }) =>
        `${oneLine(tool)} of ${oneLine(server)}: ${paint.category(from, from)} → ${paint.category(to, to)}`,
    ),
    list(
      'New tools of known servers',
      newTools,
      screen,
      ({ server, tool, category }) => `${oneLine(tool)} of ${oneLine(server)}: ${paint.category(category, category)}`,
    ),
  ];
}

function clones({ clones: { toolSets, servers: number, examples } }: Account, screen: Screen): string {
  if (toolSets === 0) return '';
  return list(
    `Clones on ${count(number, 'server')}, tool sets`,
    { total: toolSets, examples },
    screen,
    (each) =>
      `${count(each.tools, 'tool')} on ${count(each.servers, 'server')}: ${each.examples.map(oneLine).join(', ')}`,
  );
}

function costs(account: Account, screen: Screen): string {
  const stages = stageFacts(account).map(({ stage, ms }) => `${stage} ${span(ms)}`);
  const llm = llmFact(account);
  const { catalog } = account;
  return (
    heading('Time and catalogue', screen) +
    paragraph(stages.join(', '), screen) +
    (llm === undefined ? '' : paragraph(oneLine(llm), screen)) +
    paragraph(
      `catalogue: ${count(catalog.tools, 'tool')} on ${count(catalog.listed, 'server')}, ${whole(catalog.needsReview)} in review`,
      screen,
    )
  );
}

function list<T>(
  title: string,
  { total, examples }: { total: number; examples: readonly T[] },
  screen: Screen,
  line: (example: T) => string,
): string {
  if (total === 0) return '';
  const shown = examples.slice(0, SHOWN);
  const rest = total > shown.length ? screen.paint.soft(`  and ${whole(total - shown.length)} more\n`) : '';
  return (
    heading(`${title}: ${whole(total)}`, screen) +
    shown.map((each) => `${cutTo(`  ${line(each)}`, screen.width)}\n`).join('') +
    rest
  );
}

function whole(number: number): string {
  return number.toLocaleString('en');
}
