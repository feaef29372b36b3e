import { z } from 'zod';
import type { LabelledTool } from '../measure/example.ts';
import { CATEGORIES, EFFECTS } from '../model/category.ts';
import { InputError } from '../model/fault.ts';
import { parseTool } from '../model/tool.ts';

const LabelledLine = z.object({
  id: z.string().optional(),
  server: z.string(),
  tool: z.unknown(),
  siblings: z.array(z.string()).default([]),
  instructions: z.string().optional(),
  category: z.enum(CATEGORIES),
  effects: z.array(z.enum(EFFECTS)),
  effectsUnsure: z.array(z.enum(EFFECTS)).default([]),
  hard: z.boolean().default(false),
  family: z.string().optional(),
});

/** Reads labelled tools, one JSON object a line. Throws `InputError` with the number of the first line that is none. */
export function parseLabelledLines(text: string, file: string): LabelledTool[] {
  return text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [parseLine(line, `${file}:${at + 1}`)]));
}

function parseLine(line: string, place: string): LabelledTool {
  const parsed = LabelledLine.safeParse(parseJson(line, place));
  if (!parsed.success)
    throw new InputError(`${place}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
  const { id, server, siblings, instructions, category, effects, effectsUnsure, hard, family } = parsed.data;
  const tool = parseTool(parsed.data.tool);
  if ('reason' in tool) throw new InputError(`${place}: tool: ${tool.reason}`);
  return {
    id: id ?? place,
    tool: tool.tool,
    context: { server, siblings, ...(instructions === undefined ? {} : { instructions }) },
    category,
    effects,
    effectsUnsure,
    hard,
    family: family ?? server,
  };
}

function parseJson(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new InputError(`${place}: not JSON`, { cause });
  }
}
