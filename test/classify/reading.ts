import { findFacts } from '../../src/classify/signals/index.ts';
import { readSubject } from '../../src/classify/subject.ts';
import type { ServerContext } from '../../src/model/server-context.ts';
import type { Tool } from '../../src/model/tool.ts';
import { loadLexicon } from '../../src/pipeline/assets.ts';

export const lexicon = loadLexicon();

/** A tool with an empty schema unless it brings one, read with its facts. */
export function read(tool: Pick<Tool, 'name'> & Partial<Tool>, context: Partial<ServerContext> = {}) {
  const whole = { inputSchema: { type: 'object' }, ...tool } as Tool;
  const subject = readSubject(whole, { server: 'npm:desk-mcp', siblings: [], ...context }, lexicon);
  return { subject, facts: findFacts(subject) };
}
