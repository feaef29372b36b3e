import { z } from 'zod';
import { CATEGORIES, EFFECTS } from '../model/category.ts';
import { InputError } from '../model/fault.ts';

/** A label without the definition that it is on: facts about a tool of a published package, none of its text. */
const ToolLabel = z.object({
  package: z.string(),
  version: z.string(),
  tool: z.string(),
  definitionHash: z.string(),
  category: z.enum(CATEGORIES),
  effects: z.array(z.enum(EFFECTS)),
  effectsUnsure: z.array(z.enum(EFFECTS)).default([]),
  hard: z.boolean().default(false),
});
export type ToolLabel = z.infer<typeof ToolLabel>;

/** Reads labels, one JSON object a line. Throws `InputError` with the number of the first line that is none. */
export function parseToolLabels(text: string, file: string): ToolLabel[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const parsed = ToolLabel.safeParse(parseJson(line));
    if (!parsed.success) throw new InputError(`${file}:${at + 1} is no label`);
    return [parsed.data];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
