import type { ReviewStore } from '../catalog/reviews/review-store.ts';
import { InputError } from '../model/fault.ts';
import type { Json } from '../model/json.ts';
import type { ReviewEvent } from '../model/review-event.ts';
import { type FileRow, parseCsv } from '../review/journal-csv.ts';
import { eventOfRow, namedTool } from '../review/journal-row.ts';
import { findTool } from './review-tool.ts';

/** What is wrong with a line of a file; the text may hold what strangers wrote. */
export type LineProblem = { line: number; problem: string };

/** What an import did. */
export type ImportOutcome = {
  /** Events that the journal did not hold yet. */
  added: number;
  /** Events that it held already. */
  known: number;
  problems: LineProblem[];
};

/**
 * Reads decisions from a file's text and adds them to the journal: all of them or, when a line is wrong, none, unless
 * `partial` says to add the good ones.
 */
export async function importJournal(
  reviews: ReviewStore,
  { text, format, partial, now }: { text: string; format: 'csv' | 'jsonl'; partial: boolean; now: Date },
): Promise<ImportOutcome> {
  const rows = format === 'csv' ? parseCsv(text) : parseJsonLines(text);
  const problems: LineProblem[] = [];
  const events: ReviewEvent[] = [];
  const decisions = new Map<string, ReviewEvent>();
  for (const row of rows) {
    const read = 'fields' in row ? await readRow(reviews, row.fields, now) : { problems: [row.problem] };
    const found = 'event' in read ? await problemOfUndo(reviews, read.event, decisions) : undefined;
    const wrong = 'event' in read ? (found === undefined ? [] : [found]) : read.problems;
    problems.push(...wrong.map((problem) => ({ line: row.line, problem })));
    if (!('event' in read) || wrong.length > 0) continue;
    events.push(read.event);
    if (read.event.action === 'decide') decisions.set(read.event.id, read.event);
  }
  if (problems.length > 0 && !partial) return { added: 0, known: 0, problems };
  const added = await reviews.append(events);
  return { added, known: events.length - added, problems };
}

async function readRow(
  reviews: ReviewStore,
  fields: Json,
  now: Date,
): Promise<{ event: ReviewEvent } | { problems: string[] }> {
  const named = namedTool(fields);
  if (named === undefined) return eventOfRow(fields, undefined, now);
  try {
    const { listed, tool } = await findTool(reviews, named);
    return eventOfRow(fields, { definitionHash: tool.definitionHash, toolSetHash: listed.toolSetHash }, now);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // The hashes stand in so that everything else that is wrong with the row is told too.
    const stand = '0'.repeat(64);
    const read = eventOfRow(fields, { definitionHash: stand, toolSetHash: stand }, now);
    return { problems: [error.message, ...('problems' in read ? read.problems : [])] };
  }
}

/** Why an event cannot take back what it says it does; `decisions` are those of earlier lines. */
async function problemOfUndo(
  reviews: ReviewStore,
  event: ReviewEvent,
  decisions: ReadonlyMap<string, ReviewEvent>,
): Promise<string | undefined> {
  if (event.action === 'decide') return undefined;
  const isMeant = ({ action, id }: ReviewEvent): boolean => action === 'decide' && id === event.undoes;
  const undone =
    decisions.get(event.undoes) ?? (await reviews.eventsFor(event.server, event.toolSetHash)).find(isMeant);
  if (undone === undefined) return `undoes: no decision ${event.undoes} is in the catalogue or above this line`;
  const isSame =
    undone.server === event.server &&
    undone.definitionHash === event.definitionHash &&
    undone.toolSetHash === event.toolSetHash;
  return isSame ? undefined : 'undoes: the decision is about another tool';
}

function parseJsonLines(text: string): FileRow[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, at): FileRow[] => (line.trim() === '' ? [] : [parseLine(line, at + 1)]));
}

function parseLine(text: string, line: number): FileRow {
  try {
    const fields: Json = JSON.parse(text);
    return { line, fields };
  } catch {
    return { line, problem: 'is no JSON' };
  }
}
