import type { Readable } from 'node:stream';
import { visit } from 'jsonc-parser';
import { z } from 'zod';
import { findExcess } from '../model/json.ts';
import type { Policy } from '../model/policy.ts';
import { MAX_TOOL_DEPTH } from '../model/tool.ts';
import { type LoggedCall, Simulation, type SimulationReport } from '../policy/simulation.ts';
import { textLines } from './text-lines.ts';

/** Characters that one line may have. */
const MAX_LINE_CHARACTERS = 2 ** 20;

/** Shape of a logged call, one a line; other fields are ignored. */
export const CallLine = z.object({
  server: z.string(),
  tool: z.string(),
  arguments: z.record(z.string(), z.json()).optional(),
  /** ISO 8601 with a zone, or milliseconds since 1970. */
  time: z.union([z.iso.datetime({ offset: true }), z.number()], 'expected a time such as 2026-11-21T06:00:00Z'),
  definitionHash: z.string().optional(),
});

/** Runs a log of calls (JSON Lines) against policies. Bad lines are told and left out; blank ones are skipped. */
export async function simulateCalls(
  input: Readable,
  policies: readonly Policy[],
  onBadLine: (line: number, reason: string) => void,
): Promise<SimulationReport & { badLines: number }> {
  const simulation = new Simulation(policies);
  let badLines = 0;
  for await (const lines of textLines(input.setEncoding('utf8'), MAX_LINE_CHARACTERS))
    for (const { number, text } of lines) {
      if (text?.trim() === '') continue;
      const read = text === undefined ? { reason: 'longer than 1 MiB' } : readCall(text, number);
      if ('call' in read) simulation.add(read.call);
      else {
        badLines += 1;
        onBadLine(number, read.reason);
      }
    }
  return { ...simulation.report(), badLines };
}

function readCall(text: string, line: number): { call: LoggedCall } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'not JSON' };
  }
  const excess = findExcess(value, MAX_TOOL_DEPTH);
  if (excess !== undefined) return { reason: excess };
  const parsed = CallLine.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { reason: issue?.path.length === 0 ? 'not a JSON object' : `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const { server, tool, time, arguments: given, definitionHash } = parsed.data;
  const at = typeof time === 'number' ? time : Date.parse(time);
  return {
    call: {
      line,
      server,
      tool,
      at,
      duplicated: repeatedArguments(text),
      ...(given === undefined ? {} : { arguments: given }),
      ...(definitionHash === undefined ? {} : { definitionHash }),
    },
  };
}

/** Names that stand more than once in the arguments, which JSON.parse passes over. */
function repeatedArguments(text: string): string[] {
  const seen = new Set<string>();
  const repeated: string[] = [];
  visit(text, {
    onObjectProperty: (name, _offset, _length, _line, _character, pathOf) => {
      const path = pathOf();
      if (path.length !== 1 || path[0] !== 'arguments') return;
      if (seen.has(name)) repeated.push(name);
      seen.add(name);
    },
  });
  return repeated;
}
