import { hashOf } from '../../model/canonical.ts';
import type { ServerContext } from '../../model/server-context.ts';
import { showText } from './shown-text.ts';

/** A tool's server as the prompt shows it. */
export type ShownContext = {
  json: {
    server: string;
    instructions?: string;
    instructionsLeftOut?: number;
    siblings?: string[];
    /** Present where `siblings` is a sample: how many there are, e.g. `over 30`. */
    siblingsInAll?: string;
  };
};

/** Siblings that are shown, chosen by hash. */
const MAX_SHOWN_SIBLINGS = 12;
/** Characters of instructions that are shown; how many more there are is said beside them. */
const MAX_INSTRUCTIONS = 1500;

/** Shows what is known of a server; of many siblings those whose hashes are smallest, whatever their order. */
export function showContext(context: ServerContext): ShownContext {
  const instructions = context.instructions?.trim() ?? '';
  const shown = instructions.slice(0, MAX_INSTRUCTIONS);
  const leftOut = instructions.length - shown.length;
  const all = [...new Set(context.siblings)];
  const siblings = all
    .map((name) => ({ name, hash: hashOf(name) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, MAX_SHOWN_SIBLINGS)
    .map(({ name }) => name);
  return {
    json: {
      server: showText(context.server),
      ...(shown === '' ? {} : { instructions: showText(shown) }),
      ...(leftOut > 0 ? { instructionsLeftOut: leftOut } : {}),
      ...(siblings.length === 0 ? {} : { siblings: siblings.map(showText) }),
      ...(all.length <= siblings.length ? {} : { siblingsInAll: `over ${roundedBelow(all.length)}` }),
    },
  };
}

/** The next lower number of tens, from 100 on of hundreds: one more tool on a server seldom changes a question. */
function roundedBelow(count: number): number {
  const step = count > 100 ? 100 : 10;
  return Math.floor((count - 1) / step) * step;
}
