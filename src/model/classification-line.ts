import type { ClassificationLine } from './classification.ts';
import type { ListedResult, ServerResult } from './run.ts';

/** The verdict on one tool of a listed server as `classify --out` and `scan --json` write it. */
export function classificationLine(result: ServerResult & ListedResult, index: number): ClassificationLine {
  const verdict = result.classifications[index];
  const tool = result.snapshot.tools[index];
  if (verdict === undefined || tool === undefined) throw new RangeError(`no tool ${index} in ${result.entry.id}`);
  return { server: result.entry.id, tool: tool.name, ...verdict };
}
