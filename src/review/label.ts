import { type Category, EFFECTS, type Effect } from '../model/category.ts';
import type { Tool } from '../model/tool.ts';
import type { Ruling } from './ruling.ts';

/** A decided tool as a line of the gold format that `eval` and `fit` read. */
export type LabelLine = {
  id: string;
  server: string;
  tool: Tool;
  siblings: readonly string[];
  instructions?: string;
  category: Category;
  effects: readonly Effect[];
  /** All of them where nobody said anything about effects: neither learned nor scored. */
  effectsUnsure: readonly Effect[];
  family: string;
};

/** The label that people's settled decisions give a tool. */
export function labelOf(
  server: string,
  { tool, siblings, instructions }: { tool: Tool; siblings: readonly string[]; instructions?: string },
  { category, effects, decisions }: Extract<Ruling, { kind: 'settled' }>,
): LabelLine {
  return {
    id: decisions[0].id,
    server,
    tool,
    siblings,
    ...(instructions === undefined ? {} : { instructions }),
    category,
    effects: effects ?? [],
    effectsUnsure: effects === undefined ? EFFECTS : [],
    family: server,
  };
}
