import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { Classifier } from '../classify/classifier.ts';
import type { Classification, ClassificationLine } from '../model/classification.ts';
import type { ServerContext } from '../model/server-context.ts';
import { parseTool, type Tool } from '../model/tool.ts';
import type { OpenLlm } from './open-llm.ts';
import { textLines } from './text-lines.ts';

/** Characters that one line may have: the largest honest tools are below 1 MB. */
const MAX_LINE_CHARACTERS = 16 * 2 ** 20;
/** Lines that are held while a language model is asked, so that the tools of one server come into one question. */
const WINDOW_LINES = 10_000;
/** Characters of lines that are held then. */
const WINDOW_CHARACTERS = 32 * 2 ** 20;

const ToolLine = z.object({
  id: z.string().optional(),
  server: z.string(),
  tool: z.unknown(),
  siblings: z.array(z.string()).optional(),
  instructions: z.string().optional(),
});

/** Hears of a line that could not be classified; `reason` may hold untrusted text. */
export type OnBadLine = (line: number, reason: string) => void;

/** A good line: the tool, what is known of its server, and the offline verdict. */
type ClassifiedLine = { id?: string; tool: Tool; context: ServerContext; verdict: Classification };

/**
 * Classifies tools from JSON Lines: one verdict a good line, in order. Bad lines are told and left out; blank ones are
 * skipped. Memory does not grow with the number of lines. Where a language model is given, it is asked window by
 * window. Gives how many lines were good and bad.
 */
export async function classifyLines(
  input: Readable,
  output: Writable,
  classifier: Classifier,
  onBadLine: OnBadLine,
  llm?: Pick<OpenLlm, 'adjudicate'>,
): Promise<{ good: number; bad: number }> {
  const counts = { good: 0, bad: 0 };
  const written = finished(output);
  const write = async (text: string): Promise<void> => {
    if (text !== '' && !output.write(text)) await Promise.race([once(output, 'drain'), written]);
  };
  const held = holdLines(llm);
  for await (const lines of textLines(input.setEncoding('utf8'), MAX_LINE_CHARACTERS)) {
    let text = '';
    for (const { number, text: line } of lines) {
      if (line?.trim() === '') continue;
      const result = line === undefined ? { reason: 'longer than 16 MiB' } : readLine(line, classifier);
      if ('reason' in result) {
        counts.bad += 1;
        onBadLine(number, result.reason);
        continue;
      }
      counts.good += 1;
      // Written out at once: a tool that is held until its neighbours are classified is no longer cheap to forget.
      if (held === undefined) text += outputLine(result, result.verdict);
      else held.add(result, line?.length ?? 0);
    }
    await write(held?.isFull() ? await held.ask() : text);
  }
  if (held !== undefined) await write(await held.ask());
  output.end();
  await written;
  return counts;
}

/** Lines that wait for a language model; none do where there is none. */
function holdLines(llm: Pick<OpenLlm, 'adjudicate'> | undefined) {
  if (llm === undefined) return undefined;
  let lines: ClassifiedLine[] = [];
  let characters = 0;
  return {
    add: (line: ClassifiedLine, length: number): void => {
      lines.push(line);
      characters += length;
    },
    isFull: (): boolean => lines.length >= WINDOW_LINES || characters >= WINDOW_CHARACTERS,
    /** Asks about all, and gives them as they are written out. */
    ask: async (): Promise<string> => {
      const asked = lines;
      [lines, characters] = [[], 0];
      if (asked.length === 0) return '';
      const verdicts = await llm.adjudicate(asked);
      return asked.map((line, at) => outputLine(line, verdicts[at]!)).join('');
    },
  };
}

/** What one input line asks, with its verdict, or why there is none. */
function readLine(line: string, classifier: Classifier): ClassifiedLine | { reason: string } {
  const parsed = ToolLine.safeParse(parseJson(line));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { reason: issue?.path.length === 0 ? 'not a JSON object' : `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const { id, server, siblings = [], instructions } = parsed.data;
  const parse = parseTool(parsed.data.tool);
  if ('reason' in parse) return { reason: `tool: ${parse.reason}` };
  const context = { server, siblings, ...(instructions === undefined ? {} : { instructions }) };
  const verdict = classifier.classifyTool(parse.tool, context);
  return { ...(id === undefined ? {} : { id }), tool: parse.tool, context, verdict };
}

function outputLine({ id, context, tool }: ClassifiedLine, verdict: Classification): string {
  const line: ClassificationLine = {
    ...(id === undefined ? {} : { id }),
    server: context.server,
    tool: tool.name,
    ...verdict,
  };
  return `${JSON.stringify(line)}\n`;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
