import { CATEGORIES, type Category } from '../../model/category.ts';
import type { Run, ServerResult } from '../../model/run.ts';
import { lastWordsOf } from '../../report/last-words.ts';
import { nameOf, type RiskyTool, type Summary } from '../../report/summary.ts';
import { count, percent } from '../../report/wording.ts';
import type { TargetProblem } from '../../sources/target.ts';
import { cell, cutTo, oneLine, paragraph, type Screen, widest } from './screen.ts';

/** What a finished scan shows. */
export type ScanView = {
  run: Run;
  summary: Summary;
  problems: readonly TargetProblem[];
  results: () => AsyncIterable<ServerResult>;
};

const RISKIEST_SHOWN = 15;
const SERVERS_SHOWN = 40;
const BY_SEVERITY = CATEGORIES.toReversed();
/** Columns of `Destructive?`. */
const CATEGORY_COLUMNS = 12;
const BAR_COLUMNS = 30;

/** The result of a scan for a person, piece by piece: counts, riskiest tools, servers, and failures apart. */
export async function* viewScan(view: ScanView, screen: Screen): AsyncIterable<string> {
  const { summary } = view;
  yield `\n${headline(summary, screen)}\n`;
  if (summary.tools > 0) yield categoryCounts(summary, screen);
  yield riskiestTools(summary, screen);
  if (summary.listed > 0) yield await listedServers(view, screen);
  if (summary.failed > 0) yield* failedServers(view, screen);
  yield unreadTargets(view.problems, screen);
}

/** A heading of a part of the view. */
export function heading(text: string, { paint }: Screen): string {
  return `\n${paint.bold(text)}\n`;
}

/** A category in its colour, with a question mark while it is in doubt. */
export function categoryWord(category: Category, needsReview: boolean, { paint }: Screen): string {
  return paint.category(category, `${category}${needsReview ? '?' : ''}`);
}

function headline({ tools, servers, listed, failed }: Summary, { paint }: Screen): string {
  const on = `${count(tools, 'tool')} on ${count(listed, 'server')}`;
  return paint.bold(on) + (failed > 0 ? paint.warn(`, ${failed} of ${servers} could not be listed`) : '');
}

function categoryCounts(summary: Summary, screen: Screen): string {
  const { paint } = screen;
  const most = Math.max(...BY_SEVERITY.map((category) => summary.categories[category]));
  const lines = BY_SEVERITY.map((category) => {
    const number = summary.categories[category];
    const bar = '█'.repeat(Math.ceil((number / most) * BAR_COLUMNS));
    const line = `  ${cell(category, CATEGORY_COLUMNS)} ${String(number).padStart(6)}  `;
    return number === 0 ? paint.soft(line.trimEnd()) : line + paint.category(category, bar);
  });
  const remarks = [
    summary.needsReview > 0 && `${count(summary.needsReview, 'tool')} in doubt (marked ?)`,
    summary.annotationMismatches > 0 &&
      `${count(summary.annotationMismatches, 'tool')} with an annotation that the definition contradicts`,
    summary.malformed > 0 && `${count(summary.malformed, 'list item')} malformed or repeated`,
  ].filter((remark) => remark !== false);
  return `${[...lines, ...remarks.map((remark) => paint.soft(`  ${remark}`))].join('\n')}\n`;
}

function riskiestTools({ riskiest, cautious, listed }: Summary, screen: Screen): string {
  const risky = riskiest.filter((row) => row.cautious !== 'Read');
  const shown = risky.slice(0, RISKIEST_SHOWN);
  if (shown.length === 0) return '';
  const total = BY_SEVERITY.reduce((sum, category) => sum + (category === 'Read' ? 0 : cautious[category]), 0);
  const columns = {
    tool: widest(
      shown.map(({ tool }) => oneLine(tool)),
      4,
      shareOf(screen, 0.25),
    ),
    // With one server its name would only take room from the reasons.
    server:
      listed > 1
        ? widest(
            shown.map(({ name }) => oneLine(name)),
            6,
            shareOf(screen, 0.22),
          )
        : 0,
  };
  const lines = shown.map((row) => `${riskyLine(row, columns, screen)}\n`);
  const rest =
    total > shown.length ? screen.paint.soft(`  and ${total - shown.length} more that do more than read\n`) : '';
  return heading('Riskiest tools', screen) + lines.join('') + rest;
}

/** Columns that a name may take: a share of the screen, all behind a pipe. */
function shareOf({ width }: Screen, share: number): number {
  return Math.round(width * share);
}

function riskyLine(row: RiskyTool, columns: { tool: number; server: number }, screen: Screen): string {
  const { paint } = screen;
  const category = cell(categoryWord(row.category, row.needsReview, screen), CATEGORY_COLUMNS);
  const tool = paint.bold(cell(oneLine(row.tool), columns.tool));
  const server = columns.server === 0 ? '' : `${paint.soft(cell(oneLine(row.name), columns.server, 'start'))}  `;
  const line = `  ${category} ${percent(row.confidence).padStart(5)}  ${tool}  ${server}${oneLine(row.reason)}`;
  return cutTo(line, screen.width);
}

async function listedServers({ results, summary }: ScanView, screen: Screen): Promise<string> {
  const rows: { name: string; facts: string; words: string }[] = [];
  for await (const result of results()) {
    if (rows.length === SERVERS_SHOWN) break;
    if (result.status === 'failed') continue;
    const { snapshot, classifications, change } = result;
    const words = BY_SEVERITY.flatMap((category) => {
      const number = classifications.filter((verdict) => verdict.category === category).length;
      return number === 0 ? [] : [screen.paint.category(category, `${number} ${category}`)];
    });
    rows.push({
      name: oneLine(snapshot.provenance.package ?? nameOf(result)),
      facts: `${count(snapshot.tools.length, 'tool').padStart(10)}  ${cell(change, 9)}`,
      words: words.join(', '),
    });
  }
  const columns = widest(
    rows.map(({ name }) => name),
    6,
    shareOf(screen, 0.5),
  );
  const lines = rows.map(({ name, facts, words }) => {
    const line = `  ${cell(name, columns)}${screen.paint.soft(facts)}  ${words}`.trimEnd();
    return `${cutTo(line, screen.width)}\n`;
  });
  const rest = summary.listed > rows.length ? screen.paint.soft(`  and ${summary.listed - rows.length} more\n`) : '';
  return heading('Servers', screen) + lines.join('') + rest;
}

async function* failedServers({ results, summary }: ScanView, screen: Screen): AsyncIterable<string> {
  const { paint, width } = screen;
  yield heading(`Not listed: ${count(summary.failed, 'server')} (no sign of low risk)`, screen);
  let shown = 0;
  for await (const result of results()) {
    if (shown === SERVERS_SHOWN) break;
    if (result.status !== 'failed') continue;
    shown += 1;
    const { code, message, nextStep, stderrTail } = result.failure;
    yield `${cutTo(`  ${paint.bold(oneLine(nameOf(result)))}  ${paint.warn(code)}`, width)}\n`;
    yield paragraph(oneLine(message), screen, '    ');
    const lastWords = lastWordsOf(stderrTail);
    if (lastWords !== undefined) yield `${cutTo(paint.soft(`    last words: ${oneLine(lastWords)}`), width)}\n`;
    yield paragraph(`next step: ${oneLine(nextStep)}`, screen, '    ');
  }
  if (summary.failed > shown) yield paint.soft(`  and ${summary.failed - shown} more\n`);
}

function unreadTargets(problems: readonly TargetProblem[], screen: Screen): string {
  if (problems.length === 0) return '';
  const lines = problems
    .slice(0, SERVERS_SHOWN)
    .map(({ target, problem }) => `  ${screen.paint.bad(oneLine(target))}  ${oneLine(problem)}\n`);
  return heading(`Not read: ${count(problems.length, 'target')}`, screen) + lines.join('');
}
