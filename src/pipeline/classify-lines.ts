import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import type { Classifier } from '../classify/classifier.ts';
import type { ClassificationLine } from '../model/classification.ts';
import { parseTool } from '../model/tool.ts';
import { textLines } from './text-lines.ts';

/** Characters that one line may have: the largest honest tools are below 1 MB. */
const MAX_LINE_CHARACTERS = 16 * 2 ** 20;

const ToolLine = z.object({
  id: z.string().optional(),
  server: z.string(),
  tool: z.unknown(),
  siblings: z.array(z.string()).optional(),
  instructions: z.string().optional(),
});

/** Hears of a line that could not be classified; `reason` may hold untrusted text. */
export type OnBadLine = (line: number, reason: string) => void;

/**
 * Classifies tools from JSON Lines: one verdict a good line, in order. Bad lines are told and left out; blank ones are
 * skipped. Memory does not grow with the number of lines. Gives how many lines were good and bad.
 */
export async function classifyLines(
  input: Readable,
  output: Writable,
  classifier: Classifier,
  onBadLine: OnBadLine,
): Promise<{ good: number; bad: number }> {
  const counts = { good: 0, bad: 0 };
  const written = finished(output);
  for await (const lines of textLines(input.setEncoding('utf8'), MAX_LINE_CHARACTERS)) {
    let text = '';
    for (const { number, text: line } of lines) {
      if (line?.trim() === '') continue;
      const result = line === undefined ? { reason: 'longer than 16 MiB' } : classifyLine(line, classifier);
      if ('reason' in result) {
        counts.bad += 1;
        onBadLine(number, result.reason);
      } else {
        counts.good += 1;
        text += `${JSON.stringify(result.verdict)}\n`;
      }
    }
    if (text !== '' && !output.write(text)) await Promise.race([once(output, 'drain'), written]);
  }
  output.end();
  await written;
  return counts;
}

/** The verdict on one input line, or why there is none. */
export function classifyLine(
  line: string,
  classifier: Classifier,
): { verdict: ClassificationLine } | { reason: string } {
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
  return { verdict: { ...(id === undefined ? {} : { id }), server, tool: parse.tool.name, ...verdict } };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
