import { hashOf } from '../../model/canonical.ts';
import type { Prompt } from './prompt.ts';
import type { ShownContext } from './shown-context.ts';
import type { ShownTool } from './shown-tool.ts';

/** A tool that is ready to be asked about. */
export type AskedTool = {
  shown: ShownTool;
  /** Tokens that it takes in a question. */
  tokens: number;
  /** Hash of everything that the prompt says about it, and of who is asked: the key of the cache. */
  key: string;
};

/** Texts of one question. */
export type Question = {
  /** Hash of the texts; stable across runs. */
  id: string;
  system: string;
  user: string;
  /** Shown names in the order of their numbers. */
  names: string[];
  maxOutputTokens: number;
};

/** Tokens of one tool beyond which it goes to a person: live tools stay below a third of it but for a few in a thousand. */
export const MAX_TOOL_TOKENS = 4000;
/** Tokens of all tools of one question: answers get careless beyond. */
const MAX_QUESTION_TOKENS = 6000;
/** Tools of one question, for the same reason. */
const MAX_QUESTION_TOOLS = 16;
/** Tokens that the answer about one tool takes at most: 60 seen, with room for long quotes. */
const ANSWER_TOKENS_PER_TOOL = 250;
const ANSWER_TOKENS = 200;

/** The cache key of a tool in its context, for one prompt, model and set of parameters. */
export function questionKey(
  shown: ShownTool,
  context: ShownContext,
  asked: { prompt: Prompt; model: string; parameters: unknown },
): string {
  return hashOf({
    context: context.json,
    tool: shown.json,
    prompt: [asked.prompt.label, asked.prompt.hash],
    model: asked.model,
    parameters: asked.parameters,
  });
}

/** Splits the tools of one server into as few questions as the limits allow, in order. */
export function packTools<T extends Pick<AskedTool, 'tokens'>>(tools: readonly T[], most = MAX_QUESTION_TOOLS): T[][] {
  const packs: T[][] = [];
  let tokens = 0;
  for (const tool of tools) {
    const last = packs.at(-1);
    if (last === undefined || last.length >= most || tokens + tool.tokens > MAX_QUESTION_TOKENS) {
      packs.push([tool]);
      tokens = tool.tokens;
    } else {
      last.push(tool);
      tokens += tool.tokens;
    }
  }
  return packs;
}

/**
 * Writes a question: the static part, then one JSON document between two markers. The markers hold a hash of the
 * document and of who is asked, so that no definition can know them, and escaping keeps angle brackets out of it.
 */
export function writeQuestion(tools: readonly AskedTool[], context: ShownContext, prompt: Prompt): Question {
  const json = JSON.stringify({ ...context.json, tools: tools.map(({ shown }, i) => ({ i, ...shown.json })) });
  const id = hashOf([tools.map((tool) => tool.key), json]).slice(0, 32);
  const marker = `data-${hashOf([id, 'marker']).slice(0, 10)}`;
  const numbers =
    tools.length === 1 ? 'the one tool (i = 0)' : `all ${tools.length} tools (i = 0 to ${tools.length - 1})`;
  return {
    id,
    system: prompt.system,
    user: `<${marker}>\n${json}\n</${marker}>\nJudge ${numbers} by the rules of the system message.`,
    names: tools.map((tool) => tool.shown.json.name),
    maxOutputTokens: ANSWER_TOKENS + tools.length * ANSWER_TOKENS_PER_TOOL,
  };
}
