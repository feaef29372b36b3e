import { parse } from 'yaml';
import { z } from 'zod';
import { hashOf } from '../../model/canonical.ts';
import { CATEGORIES, EFFECTS } from '../../model/category.ts';

/** The static part of every question, with its version. */
export type Prompt = {
  id: string;
  version: number;
  /** `adjudicate@1`, as it stands in a verdict's versions. */
  label: string;
  /** The static part itself; stands first in every request. */
  system: string;
  /** Hash of the static part: a prompt that was edited without a new version still misses the cache. */
  hash: string;
};

const FrontMatter = z.strictObject({
  id: z.string().min(1),
  version: z.number().int().positive(),
  answers: z.strictObject({ category: z.array(z.string()), effects: z.array(z.string()) }),
});

/**
 * Reads a prompt file: YAML front matter between `---` lines, then the text. Throws when the front matter is
 * malformed or its closed answers are not ours.
 */
export function readPrompt(file: string): Prompt {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(file);
  if (match === null) throw new Error('a prompt file begins with front matter between two --- lines');
  const { id, version, answers } = FrontMatter.parse(parse(match[1]!));
  assertSame(answers.category, CATEGORIES, 'category');
  assertSame(answers.effects, EFFECTS, 'effects');
  const system = match[2]!.trim();
  return { id, version, label: `${id}@${version}`, system, hash: hashOf(system) };
}

function assertSame(given: readonly string[], ours: readonly string[], field: string): void {
  if ([...given].sort().join() !== [...ours].sort().join())
    throw new Error(`the prompt's closed answers for ${field} are ${given.join(', ')}; ours are ${ours.join(', ')}`);
}
