import type { Readable } from 'node:stream';
import type { Catalog } from '../catalog/catalog.ts';
import { InputError } from '../model/fault.ts';
import type { ServerResult } from '../model/run.ts';
import { definitionHash, parseTool, toolSetHash } from '../model/tool.ts';
import { HistoryLine } from './catalog-line.ts';
import { textLines } from './text-lines.ts';

/** Characters of one line; a server of the largest list that is taken stays below. */
const MAX_LINE = 256 * 2 ** 20;

/** How much was read in. */
export type Imported = { runs: number; results: number; accounts: number; answers: number; reviews: number };

/** What a line counts as. */
const COUNTED = {
  run: 'runs',
  result: 'results',
  again: 'results',
  account: 'accounts',
  answer: 'answers',
  review: 'reviews',
} as const;

/** Results that are saved together, and characters of their lines: more gain little, and fill the memory. */
const MAX_TOGETHER = 64;
const MAX_TOGETHER_LENGTH = 16 * 2 ** 20;

/** Results of one run, each of another server, that wait to be saved together. */
type Waiting = { run: string; results: Map<string, ServerResult>; length: number };

/**
 * Reads an export into a catalogue, line by line. What is there already stays; a result of the same run and server is
 * replaced. Throws `InputError` with the number of the first line that is none, and keeps what stood before it.
 */
export async function importCatalog(catalog: Catalog, input: Readable): Promise<Imported> {
  const imported: Imported = { runs: 0, results: 0, accounts: 0, answers: 0, reviews: 0 };
  const waiting: Waiting = { run: '', results: new Map(), length: 0 };
  const chunks: AsyncIterable<string> = input.setEncoding('utf8');
  try {
    for await (const lines of textLines(chunks, MAX_LINE))
      for (const { number, text } of lines) {
        if (text === '') continue;
        const line = readLine(text, number);
        if (line.type !== 'result' || !fits(waiting, line)) await saveWaiting(catalog, waiting);
        await saveLine(catalog, line, number, waiting);
        waiting.length += text?.length ?? 0;
        imported[COUNTED[line.type]] += 1;
      }
  } finally {
    await saveWaiting(catalog, waiting);
  }
  return imported;
}

function fits({ run, results, length }: Waiting, line: HistoryLine & { type: 'result' }): boolean {
  return (
    run === line.run &&
    results.size < MAX_TOGETHER &&
    length < MAX_TOGETHER_LENGTH &&
    !results.has(line.result.entry.id)
  );
}

async function saveWaiting(catalog: Catalog, waiting: Waiting): Promise<void> {
  const { run, results } = waiting;
  Object.assign(waiting, { run: '', results: new Map(), length: 0 });
  if (results.size > 0) await catalog.saveResults(run, [...results.values()]);
}

function readLine(text: string | undefined, number: number): HistoryLine {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch (cause) {
    throw new InputError(`line ${number} is no JSON, or too long`, { cause });
  }
  const parsed = HistoryLine.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InputError(`line ${number} is no line of an export: ${issue?.path.join('.')} ${issue?.message}`);
  }
  // As it stands, not as zod gives it back: another order of members would be another verdict to the catalogue.
  return value as HistoryLine;
}

async function saveLine(catalog: Catalog, line: HistoryLine, number: number, waiting: Waiting): Promise<void> {
  if (line.type === 'run') {
    await catalog.startRun(line.run);
    if (line.run.finishedAt !== undefined || line.run.prunedAt !== undefined) await catalog.finishRun(line.run);
  } else if (line.type === 'answer') await catalog.answers.put(line.key, line.answer, line.at);
  else if (line.type === 'review') await catalog.reviews.append([line.event]);
  else {
    const run = line.type === 'account' ? line.account.run : line.run;
    if (run !== waiting.run && (await catalog.findRun({ id: run })) === undefined)
      throw new InputError(`line ${number}: the run ${run} stands in no line before it`);
    if (line.type === 'account') return await catalog.schedule.saveAccount(line.account);
    if (line.type === 'again') {
      if (await catalog.saveAgain(line.run, line.result)) return;
      throw new InputError(
        `line ${number}: its list is not that of the last line of ${line.result.entry.id} before it`,
      );
    }
    const problem = problemOf(line.result);
    if (problem !== undefined) throw new InputError(`line ${number}: ${problem}`);
    waiting.run = line.run;
    waiting.results.set(line.result.entry.id, line.result);
  }
}

function problemOf(result: ServerResult): string | undefined {
  if (result.status === 'failed') return undefined;
  const { tools, toolSetHash: hash } = result.snapshot;
  for (const tool of tools) {
    const parsed = parseTool(tool);
    if ('reason' in parsed) return `a tool is malformed: ${parsed.reason}`;
  }
  if (tools.length !== result.classifications.length) return 'there are not as many verdicts as tools';
  if (toolSetHash(tools) !== hash) return 'the tools are not those that the hash names';
  const { classifications } = result;
  if (tools.some((tool, index) => definitionHash(tool) !== classifications[index]?.definitionHash))
    return 'a verdict was made on another definition than its tool has';
  return undefined;
}
