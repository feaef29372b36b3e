import { CATEGORIES } from '../../model/category.ts';
import type { ReviewEvent } from '../../model/review-event.ts';
import type { WaitingItem } from '../../pipeline/review-queue.ts';
import type { ReviewStats } from '../../pipeline/review-stats.ts';
import type { ToolReview } from '../../pipeline/review-tool.ts';
import { count } from '../../report/wording.ts';
import type { QueueCounts } from '../../review/queue.ts';
import { decisionInWords } from '../../review/reasons.ts';
import { viewTool } from './explain-view.ts';
import { categoryWord, heading } from './scan-view.ts';
import { oneLine, paragraph, type Screen } from './screen.ts';

/** People and changes that a list shows. */
const SHOWN = 20;
/** Characters of a changed text that are shown. */
const MAX_CHANGE = 300;

/** The queue for a person, each item with why it waits. */
export function viewQueue(
  { items, counts }: { items: readonly WaitingItem[]; counts: QueueCounts },
  screen: Screen,
): string {
  const { paint } = screen;
  if (items.length === 0) return 'nothing waits for a person\n';
  const total = counts.doubt + counts.conflict + counts.reopened;
  const blocks = items.map((item) => {
    const word = categoryWord(item.verdict.category, true, screen);
    const servers = item.servers > 1 ? paint.soft(`, as on ${count(item.servers - 1, 'more server')}`) : '';
    const weight = paint.soft(item.priority.toFixed(2).padStart(8));
    const line = `${weight}  ${word}  ${paint.bold(oneLine(item.tool))}  ${oneLine(item.server)}${servers}\n`;
    return line + paragraph(oneLine(item.reasons.join('; ')), screen, '          ');
  });
  return [
    `\n${paint.bold(`${count(total, 'tool')} waiting`)}${paint.soft(`: ${countsInWords(counts)}`)}\n\n`,
    ...blocks,
    total > items.length ? paint.soft(`\n  and ${total - items.length} more: --limit shows them\n`) : '',
    paint.soft('\n  review show SERVER TOOL says more; review decide SERVER TOOL settles it\n'),
  ].join('');
}

/** One tool with its evidence, what changed, and what people said. */
export function viewReview(review: ToolReview, screen: Screen): string {
  const { listed, reviewed, definition, changes, history, offers } = review;
  const tool = viewTool(
    { server: listed.server, tool: definition, verdict: reviewed.verdict, rule: undefined },
    screen,
  );
  const changed = changes
    .slice(0, SHOWN)
    .flatMap(({ pointer, before, after }) => [
      `  ${screen.paint.bold(oneLine(pointer))}\n`,
      paragraph(`was ${shorten(before)}`, screen, '    '),
      paragraph(`is  ${shorten(after)}`, screen, '    '),
    ]);
  return [
    tool,
    changed.length === 0 ? '' : heading('Changed since the last decision', screen) + changed.join(''),
    history.length === 0 ? '' : heading('Journal', screen) + history.map((event) => eventLine(event, screen)).join(''),
    offers.length === 0 ? '' : heading('The same definition elsewhere (does not count here)', screen),
    ...offers.slice(0, SHOWN).map((event) => eventLine(event, screen)),
    viewOutcome(review, screen),
  ].join('');
}

/** What people's decisions on a tool come to. */
export function viewOutcome({ listed, reviewed, servers }: ToolReview, screen: Screen): string {
  const { ruling, name, outdated } = reviewed;
  const others = servers > 1 ? ` and ${count(servers - 1, 'more server')} with the same tools` : '';
  const tool = `${oneLine(name)} on ${oneLine(listed.server)}${others}`;
  if (ruling.kind === 'settled') return paragraph(`\n${tool}: ${ruling.category}, settled.`, screen, '');
  if (ruling.kind === 'conflict') {
    const sides = ruling.decisions.map((decision) => oneLine(decisionInWords(decision))).join(', ');
    return paragraph(`\n${tool}: back in the queue, as people differ: ${sides}.`, screen, '');
  }
  const why = outdated.length > 0 ? 'the definition changed since a person decided' : 'nobody decided';
  return paragraph(`\n${tool}: open, ${why}.`, screen, '');
}

/** Figures of the queue and the journal. */
export function viewReviewStats({ waiting, journal }: ReviewStats, screen: Screen): string {
  const { decisions, undone, agreed, categories, people } = journal;
  const total = waiting.doubt + waiting.conflict + waiting.reopened;
  return [
    `waiting    ${total} (${countsInWords(waiting)})\n`,
    `decisions  ${decisions}, ${undone} taken back\n`,
    `agreeing   ${agreed.n} of ${agreed.of} say what the classifier said\n`,
    heading('By category', screen),
    ...CATEGORIES.map((category) => `  ${category.padEnd(12)} ${categories[category]}\n`),
    people.length === 0 ? '' : heading('By person', screen),
    ...people.slice(0, SHOWN).map(({ by, decisions: made }) => `  ${oneLine(by)}  ${made}\n`),
    people.length > SHOWN ? `  and ${people.length - SHOWN} more\n` : '',
  ].join('');
}

function countsInWords({ doubt, conflict, reopened }: QueueCounts): string {
  return `${doubt} in doubt, ${conflict} disputed, ${reopened} reopened`;
}

function eventLine(event: ReviewEvent, screen: Screen): string {
  const effects = event.action === 'decide' ? (event.effects ?? []).join(', ') : '';
  const what =
    event.action === 'undo' ? 'took a decision back' : `decided ${event.category}${effects && ` (${effects})`}`;
  const where = `${event.server}, definition ${event.definitionHash.slice(0, 12)}`;
  return paragraph(oneLine(`${event.at}  ${event.by} ${what}: ${event.reason}  [${where}]`), screen);
}

function shorten(text: string | undefined): string {
  if (text === undefined) return 'absent';
  return text.length > MAX_CHANGE ? `${oneLine(text.slice(0, MAX_CHANGE))}…` : oneLine(text);
}
