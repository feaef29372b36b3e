import { ANSWER, LooseToolAnswer } from '../classify/questions/answer.ts';
import type { Prompt } from '../classify/questions/prompt.ts';
import { type AskedTool, packTools, writeQuestion } from '../classify/questions/question.ts';
import { readAnswer } from '../classify/questions/read-answer.ts';
import type { ShownContext } from '../classify/questions/shown-context.ts';
import { type AnswerCache, recallAnswers } from '../llm/answer-cache.ts';
import type { CountTokens } from '../llm/count-tokens.ts';
import type { LedgerBook } from '../llm/ledger.ts';
import type { Ask, LlmFailureCode } from '../llm/request.ts';

/** What asking needs. */
export type AskingTools = {
  prompt: Prompt;
  model: string;
  /** Parameters that change answers; part of the cache key. */
  parameters: Readonly<Record<string, string | number>>;
  ask: Ask;
  countTokens: CountTokens;
  cache?: AnswerCache | undefined;
  ledger: LedgerBook;
};

/** Answers by the tools' keys; a code where there is none. */
export type Answers = Map<string, LooseToolAnswer | LlmFailureCode>;

/** Most tools of a question in each round: what a round left unanswered is asked again in smaller questions. */
const ROUNDS = [16, 4, 1] as const;
/** Failures that a smaller question may not have: one tool can spoil the answer about its neighbours. */
const SPLITTABLE: ReadonlySet<LlmFailureCode> = new Set([
  'refused',
  'content-filtered',
  'empty-answer',
  'no-room',
  'not-json',
  'timeout',
  'too-large',
  'bad-request',
]);

/** Answers on some tools of one server: from the cache, else by asking in as few questions as the limits allow. */
export async function collectAnswers(
  tools: readonly AskedTool[],
  context: ShownContext,
  asking: AskingTools,
): Promise<Answers> {
  const answers: Answers = new Map();
  const byKey = new Map(tools.map((tool) => [tool.key, tool]));
  for (const [key, value] of await recallAnswers(asking.cache, [...byKey.keys()], asking.ledger)) {
    const parsed = LooseToolAnswer.safeParse(value);
    if (parsed.success) answers.set(key, parsed.data);
  }
  let open = [...byKey.values()].filter((tool) => !answers.has(tool.key));
  for (const most of ROUNDS) {
    if (open.length === 0) break;
    const packs = packTools(open, most);
    const rest = await Promise.all(packs.map((pack) => askPack(pack, context, asking, answers)));
    open = rest.flat();
  }
  return answers;
}

/** Asks one question; gives the tools that are worth asking about again. */
async function askPack(
  pack: readonly AskedTool[],
  context: ShownContext,
  asking: AskingTools,
  answers: Answers,
): Promise<AskedTool[]> {
  const question = writeQuestion(pack, context, asking.prompt);
  const { id, system, user, maxOutputTokens } = question;
  const reply = await asking.ask({ id, payer: context.json.server, system, user, answer: ANSWER, maxOutputTokens });
  if (reply.status === 'failed') {
    for (const tool of pack) answers.set(tool.key, reply.code);
    return pack.length > 1 && SPLITTABLE.has(reply.code) ? [...pack] : [];
  }
  const read = readAnswer(reply.json, question.names);
  asking.ledger.addOddities(read.oddities);
  const open: AskedTool[] = [];
  for (const [index, tool] of pack.entries()) {
    const answer = read.answers[index];
    answers.set(tool.key, answer ?? 'empty-answer');
    if (answer === undefined) open.push(tool);
    else await asking.cache?.put(tool.key, JSON.stringify(answer));
  }
  return open;
}
