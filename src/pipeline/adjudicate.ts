import type { LooseToolAnswer } from '../classify/questions/answer.ts';
import { checkQuotes } from '../classify/questions/check-quotes.ts';
import { judge, leaveToReview, type Vote, wantsSecondVote } from '../classify/questions/judge.ts';
import { MAX_TOOL_TOKENS, questionKey } from '../classify/questions/question.ts';
import type { RulesEvidence } from '../classify/questions/rules-evidence.ts';
import { type ShownContext, showContext } from '../classify/questions/shown-context.ts';
import { type Seen, type ShownTool, showTool } from '../classify/questions/shown-tool.ts';
import { findStrongEvidence, type StrongEvidence } from '../classify/questions/strong-evidence.ts';
import type { LlmFailureCode } from '../llm/request.ts';
import type { Classification, ReviewReason } from '../model/classification.ts';
import type { ServerContext } from '../model/server-context.ts';
import type { Tool } from '../model/tool.ts';
import { type AskingTools, collectAnswers } from './collect-answers.ts';
import type { LlmMode } from './llm-options.ts';

/** A tool with its offline verdict. */
export type Adjudicable = { tool: Tool; context: ServerContext; verdict: Classification };

/** What adjudication needs. */
export type AdjudicationTools = AskingTools & {
  mode: Exclude<LlmMode, 'off'>;
  /** What the rules say by themselves; absent means that only the offline verdict is known. */
  rulesOf?: (tool: Tool, context: ServerContext) => RulesEvidence;
};

/** A tool on its way through a question. */
type Case = Adjudicable & { shown: ShownTool; strong: StrongEvidence };

/**
 * Asks a language model about doubtful verdicts (or all), server by server, and gives the verdicts after its answers,
 * in the order given. What could not be asked or answered stays as it was, in review.
 */
export async function adjudicate(items: readonly Adjudicable[], tools: AdjudicationTools): Promise<Classification[]> {
  const verdicts = items.map((item) => item.verdict);
  const groups = [...groupByServer(items).values()];
  await Promise.all(
    groups.map(async (indexes) => {
      const judged = await adjudicateServer(
        indexes.map((index) => items[index]!),
        tools,
      );
      for (const [at, verdict] of judged.entries()) verdicts[indexes[at]!] = verdict;
    }),
  );
  return verdicts;
}

/** Indexes of the items of each server, told apart by id and instructions. */
function groupByServer(items: readonly Adjudicable[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { context }] of items.entries()) {
    const key = JSON.stringify([context.server, context.instructions ?? '']);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  }
  return groups;
}

async function adjudicateServer(items: readonly Adjudicable[], tools: AdjudicationTools): Promise<Classification[]> {
  const asked = items.filter((item) => tools.mode === 'always' || item.verdict.needsReview);
  if (asked.length === 0) return items.map((item) => item.verdict);
  const context = showContext(mergedContext(items));
  const judged = new Map<Adjudicable, Classification>();
  const cases = asked.map((item) => caseOf(item, tools));
  const first = await votesOn(cases, context, tools);
  const disputed = cases.filter((each) => {
    const vote = first.get(each);
    return typeof vote === 'object' && wantsSecondVote(vote, each.strong);
  });
  const again = disputed.map((each) => ({ ...each, shown: showTool(each.tool, seenOf(each)) }));
  const second = again.length === 0 ? new Map<Case, VoteOrReason>() : await votesOn(again, context, tools);
  const repeated = new Map(disputed.map((each, at) => [each, second.get(again[at]!)]));
  for (const [at, each] of cases.entries())
    judged.set(asked[at]!, verdictOf(each, first.get(each), repeated.get(each), tools));
  return items.map((item) => judged.get(item) ?? item.verdict);
}

function caseOf(item: Adjudicable, tools: AdjudicationTools): Case {
  const rules = tools.rulesOf?.(item.tool, item.context);
  return { ...item, shown: showTool(item.tool), strong: findStrongEvidence(item.verdict, rules) };
}

/** One context for all tools of a server: the names of all of them and of their siblings. */
function mergedContext(items: readonly Adjudicable[]): ServerContext {
  const { server, instructions } = items[0]!.context;
  const siblings = new Set<string>();
  const seen = new Set<ServerContext>();
  for (const { tool, context } of items) {
    siblings.add(tool.name);
    if (!seen.has(context)) for (const name of context.siblings) siblings.add(name);
    seen.add(context);
  }
  return { server, ...(instructions === undefined ? {} : { instructions }), siblings: [...siblings] };
}

/** Passages of a second question: what the first answer went against. */
function seenOf({ strong, tool }: Case): Seen[] {
  const quotes = strong.evidence.filter((each) => each.quote.trim() !== '').map((each) => each.quote);
  return [...new Set(quotes.length === 0 ? [tool.name] : quotes)]
    .slice(0, MAX_SEEN)
    .map((quote) => ({ category: strong.category, quote }));
}

/** Passages of a second question at most. */
const MAX_SEEN = 4;

/** A vote, or why there is none. */
type VoteOrReason = Vote | LlmFailureCode | 'too-long';

async function votesOn(
  cases: readonly Case[],
  context: ShownContext,
  tools: AdjudicationTools,
): Promise<Map<Case, VoteOrReason>> {
  const votes = new Map<Case, VoteOrReason>();
  const askable = cases.flatMap((each) => {
    const tokens = tools.countTokens(JSON.stringify(each.shown.json)) + NUMBER_TOKENS;
    if (each.shown.isIncomplete || tokens > MAX_TOOL_TOKENS) {
      votes.set(each, 'too-long');
      return [];
    }
    const key = questionKey(each.shown, context, tools);
    return [{ each, asked: { shown: each.shown, tokens, key } }];
  });
  const answers = await collectAnswers(
    askable.map(({ asked }) => asked),
    context,
    tools,
  );
  for (const { each, asked } of askable) votes.set(each, voteOf(answers.get(asked.key) ?? 'empty-answer', each));
  return votes;
}

/** Tokens of a tool's number and commas in a question. */
const NUMBER_TOKENS = 6;

function voteOf(answer: LooseToolAnswer | LlmFailureCode, each: Case): VoteOrReason {
  if (typeof answer === 'string') return answer;
  return { answer, quotes: checkQuotes(answer, each.shown, each.context) };
}

function verdictOf(
  { verdict, strong }: Case,
  first: VoteOrReason | undefined,
  second: VoteOrReason | undefined,
  tools: AdjudicationTools,
): Classification {
  if (first === undefined || first === 'not-asked' || first === 'interrupted') return verdict;
  if (typeof first === 'string') return leaveToReview(verdict, reasonOf(first));
  const votes: [Vote, ...Vote[]] = typeof second === 'object' ? [first, second] : [first];
  return judge(verdict, strong, votes, { prompt: tools.prompt.label, model: tools.model });
}

function reasonOf(code: LlmFailureCode | 'too-long'): ReviewReason {
  if (code === 'too-long') return 'too-long';
  return code === 'budget-spent' ? 'llm-budget' : 'llm-unusable';
}
