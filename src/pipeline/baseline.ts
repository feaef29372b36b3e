import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CATEGORIES, type Category, rankOf } from '../model/category.ts';
import { InputError } from '../model/fault.ts';
import type { ServerResult } from '../model/run.ts';

const Baseline = z.object({
  servers: z.array(
    z.looseObject({
      server: z.string(),
      tools: z.array(z.looseObject({ tool: z.string(), category: z.enum(CATEGORIES) })).optional(),
    }),
  ),
});

/** Categories of an earlier scan: by server id, by tool name (the most severe of one name). */
export type Baseline = Map<string, Map<string, Category>>;

/** A tool whose risk is higher than in the baseline. */
export type Risen = {
  server: string;
  tool: string;
  /** Absent for a tool that is new. */
  from?: Category;
  to: Category;
};

/** Reads what `scan --json` printed earlier. Throws `InputError` when the file is none. */
export async function readBaseline(file: string): Promise<Baseline> {
  const parsed = Baseline.safeParse(await readJson(file));
  if (!parsed.success)
    throw new InputError(`the baseline ${file} is no output of \`scan --json\`: ${parsed.error.issues[0]?.message}`);
  const baseline: Baseline = new Map();
  for (const { server, tools } of parsed.data.servers) {
    const categories = new Map<string, Category>();
    for (const { tool, category } of tools ?? []) {
      const known = categories.get(tool);
      if (known === undefined || rankOf(category) > rankOf(known)) categories.set(tool, category);
    }
    baseline.set(server, categories);
  }
  return baseline;
}

/** Tools whose category rose against the baseline, and new tools that do more than read. */
export function risenAgainst(baseline: Baseline, result: ServerResult): Risen[] {
  if (result.status === 'failed') return [];
  const before = baseline.get(result.entry.id);
  return result.classifications.flatMap(({ category }, index) => {
    const tool = result.snapshot.tools[index]?.name ?? '';
    const from = before?.get(tool);
    if (rankOf(category) <= rankOf(from ?? 'Read')) return [];
    return [{ server: result.entry.id, tool, ...(from === undefined ? {} : { from }), to: category }];
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new InputError(`the baseline ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
