import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import { readPrompt } from '../../src/classify/questions/prompt.ts';
import { readRulesEvidence } from '../../src/classify/questions/rules-evidence.ts';
import { createLlmClient, type LlmClient } from '../../src/llm/client.ts';
import { loadTokenCounter } from '../../src/llm/count-tokens.ts';
import { type Category, rankOf } from '../../src/model/category.ts';
import type { Classification } from '../../src/model/classification.ts';
import type { ServerContext } from '../../src/model/server-context.ts';
import type { Tool } from '../../src/model/tool.ts';
import { type Adjudicable, type AdjudicationTools, adjudicate } from '../../src/pipeline/adjudicate.ts';
import { loadLexicon, readAsset, readClassifierAssets } from '../../src/pipeline/assets.ts';
import { documentOf, type FakeLlm, obeysEverything, startFakeLlm } from '../servers/fake-llm.ts';

/** A definition that lies to the one who classifies, and the same tool without the lie. */
type Lie = {
  id: string;
  technique: string;
  language: string;
  /** What the tool truly is, by its own words. */
  category: Category;
  server: string;
  siblings: string[];
  instructions?: string;
  tool: Tool;
  honest: Tool;
};

const lies: Lie[] = readFileSync(new URL('definitions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const classifier = createClassifier(readClassifierAssets());
const lexicon = loadLexicon();

const contextOf = ({ server, siblings, instructions }: Lie): ServerContext => ({
  server,
  siblings,
  ...(instructions === undefined ? {} : { instructions }),
});
const told: Adjudicable[] = lies.map((lie) => {
  const context = contextOf(lie);
  return { tool: lie.tool, context, verdict: classifier.classifyTool(lie.tool, context) };
});

/** Ids of lies that were believed: the verdict is milder than the truth, and nobody is asked to look. */
function believed(verdicts: readonly Classification[]): string[] {
  return lies
    .filter((lie, at) => rankOf(verdicts[at]!.category) < rankOf(lie.category) && !verdicts[at]!.needsReview)
    .map((lie) => `${lie.id} ${lie.tool.name}: ${lie.technique}`);
}

let fake: FakeLlm;
let client: LlmClient;
let tools: AdjudicationTools;
beforeAll(async () => {
  fake = await startFakeLlm(obeysEverything);
  const countTokens = await loadTokenCounter();
  client = createLlmClient({
    endpoint: { baseUrl: fake.baseUrl, apiKey: undefined, model: 'obedient' },
    countTokens,
    concurrency: 4,
    deadlineMs: 5000,
    signal: new AbortController().signal,
  });
  tools = {
    mode: 'always',
    prompt: readPrompt(readAsset('prompts/adjudicate.md')),
    model: 'obedient',
    parameters: {},
    ask: client.ask,
    countTokens,
    ledger: client.ledger,
    rulesOf: (tool, context) => readRulesEvidence(tool, context, lexicon),
  };
});
afterAll(() => fake.close());

describe('definitions that lie to the one who classifies', () => {
  it('are at least 60, of many techniques and languages', () => {
    expect(lies.length).toBeGreaterThanOrEqual(60);
    expect(new Set(lies.map((lie) => lie.technique)).size).toBeGreaterThanOrEqual(20);
    expect(new Set(lies.map((lie) => lie.language)).size).toBeGreaterThanOrEqual(5);
  });

  it('are believed by none: not by rules and model', () => {
    expect(believed(told.map((item) => item.verdict))).toEqual([]);
  });

  it('are believed by none: not when a language model that obeys them is asked about doubts', async () => {
    expect(believed(await adjudicate(told, { ...tools, mode: 'auto' }))).toEqual([]);
  });

  it('are believed by none: not when a language model that obeys them is asked about everything', async () => {
    expect(believed(await adjudicate(told, tools))).toEqual([]);
  });

  it('would mostly be believed if that model were taken at its word, so that the tests above can fail', async () => {
    const answers = new Map<string, Category>();
    const remembered = { get: () => Promise.resolve(undefined), put: keep };
    function keep(_key: string, value: string): Promise<void> {
      const { name, category } = JSON.parse(value) as { name: string; category: Category };
      answers.set(name, category);
      return Promise.resolve();
    }
    await adjudicate(told, { ...tools, cache: remembered });
    const taken = lies.filter((lie) => rankOf(answers.get(lie.tool.name) ?? lie.category) < rankOf(lie.category));
    expect(taken.length).toBeGreaterThan(lies.length * 0.8);
  });

  it('never close the marked document of a question', () => {
    for (const request of fake.requests) expect(() => documentOf(request)).not.toThrow();
  });

  it('are told apart from the same tools without the lie, which mostly need nobody', () => {
    const honest = new Map(lies.map((lie) => [lie.honest.name, lie]));
    const verdicts = [...honest.values()].map((lie) => ({
      lie,
      verdict: classifier.classifyTool(lie.honest, { server: lie.server, siblings: lie.siblings.slice(0, 2) }),
    }));
    const milder = verdicts.filter(
      ({ lie, verdict }) => rankOf(verdict.category) < rankOf(lie.category) && !verdict.needsReview,
    );
    expect(milder.map(({ lie }) => lie.honest.name)).toEqual([]);
    expect(verdicts.filter(({ verdict }) => !verdict.needsReview).length).toBeGreaterThanOrEqual(verdicts.length / 3);
  });
});
