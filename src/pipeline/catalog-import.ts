import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Catalog } from '../catalog/catalog.ts';
import { Classification } from '../model/classification.ts';
import { Failure } from '../model/failure.ts';
import { InputError } from '../model/fault.ts';
import { ReviewEvent } from '../model/review-event.ts';
import { Run, type ServerResult } from '../model/run.ts';
import { ServerEntry } from '../model/server-entry.ts';
import { ServerSnapshot } from '../model/snapshot.ts';
import { parseTool, toolSetHash } from '../model/tool.ts';
import { textLines } from './text-lines.ts';

/** Characters of one line; a server of the largest list that is taken stays below. */
const MAX_LINE = 256 * 2 ** 20;

const head = { target: z.string(), entry: ServerEntry };
const Listed = z.object({
  ...head,
  status: z.literal('listed'),
  snapshot: ServerSnapshot,
  classifications: z.array(Classification),
  change: z.enum(['new', 'changed', 'unchanged']),
});
const Failed = z.object({ ...head, status: z.literal('failed'), failure: Failure });

/** Shape of one line of an export. */
const HistoryLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), run: Run }),
  z.object({
    type: z.literal('result'),
    run: z.string(),
    result: z.discriminatedUnion('status', [Listed, Failed]),
  }),
  z.object({ type: z.literal('answer'), key: z.string(), answer: z.string(), at: z.string() }),
  z.object({ type: z.literal('review'), event: ReviewEvent }),
]);
type HistoryLine = z.infer<typeof HistoryLine>;

/** How much was read in. */
export type Imported = { runs: number; results: number; answers: number; reviews: number };

/** What a line counts as. */
const COUNTED = { run: 'runs', result: 'results', answer: 'answers', review: 'reviews' } as const;

/**
 * Reads an export into a catalogue, line by line. What is there already stays; a result of the same run and server is
 * replaced. Throws `InputError` with the number of the first line that is none, and keeps what stood before it.
 */
export async function importCatalog(catalog: Catalog, input: Readable): Promise<Imported> {
  const imported: Imported = { runs: 0, results: 0, answers: 0, reviews: 0 };
  const chunks: AsyncIterable<string> = input.setEncoding('utf8');
  for await (const lines of textLines(chunks, MAX_LINE))
    for (const { number, text } of lines) {
      if (text === '') continue;
      const line = readLine(text, number);
      await saveLine(catalog, line, number);
      imported[COUNTED[line.type]] += 1;
    }
  return imported;
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

async function saveLine(catalog: Catalog, line: HistoryLine, number: number): Promise<void> {
  if (line.type === 'run') {
    await catalog.startRun(line.run);
    if (line.run.finishedAt !== undefined || line.run.prunedAt !== undefined) await catalog.finishRun(line.run);
  } else if (line.type === 'answer') await catalog.answers.put(line.key, line.answer);
  else if (line.type === 'review') await catalog.reviews.append([line.event]);
  else {
    if ((await catalog.findRun({ id: line.run })) === undefined)
      throw new InputError(`line ${number}: the run ${line.run} stands in no line before it`);
    const problem = problemOf(line.result);
    if (problem !== undefined) throw new InputError(`line ${number}: ${problem}`);
    await catalog.saveResult(line.run, line.result);
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
  return toolSetHash(tools) === hash ? undefined : 'the tools are not those that the hash names';
}
