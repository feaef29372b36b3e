import { z } from 'zod';
import type { LabelledTool } from '../measure/example.ts';
import { InputError } from '../model/fault.ts';
import { definitionHash, parseTool } from '../model/tool.ts';
import type { ToolLabel } from './tool-label.ts';

/** What is read of a server's answer; those of held-out families are never learned from. */
const Snapshot = z.object({
  target: z.string(),
  version: z.string(),
  family: z.string(),
  heldOut: z.boolean(),
  tools: z.array(z.unknown()),
});

/**
 * Joins labels with the definitions that they are on, from the lists of servers, one JSON object a line. A label whose
 * server and definition are not among them is left out, and so is every label of a held-out server.
 */
export function labelSnapshots(labels: readonly ToolLabel[], text: string, file: string): LabelledTool[] {
  const byTool = new Map(labels.map((label) => [`${label.package}@${label.version} ${label.definitionHash}`, label]));
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const snapshot = parseSnapshot(line, `${file}:${at + 1}`);
    if (snapshot.heldOut) return [];
    const tools = snapshot.tools.flatMap((value) => {
      const parsed = parseTool(value);
      return 'tool' in parsed ? [parsed.tool] : [];
    });
    const context = { server: snapshot.target, siblings: tools.map(({ name }) => name) };
    return tools.flatMap((tool) => {
      const hash = definitionHash(tool);
      const label = byTool.get(`${snapshot.target}@${snapshot.version} ${hash}`);
      if (label === undefined) return [];
      const { category, effects, effectsUnsure, hard } = label;
      return [{ id: hash, tool, context, category, effects, effectsUnsure, hard, family: snapshot.family }];
    });
  });
}

function parseSnapshot(line: string, place: string): z.infer<typeof Snapshot> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new InputError(`${place}: not JSON`, { cause });
  }
  const parsed = Snapshot.safeParse(value);
  if (!parsed.success)
    throw new InputError(`${place}: ${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}
