import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { readPrompt } from '../../src/classify/questions/prompt.ts';
import { createBudget } from '../../src/llm/budget.ts';
import { createLlmClient } from '../../src/llm/client.ts';
import { loadTokenCounter } from '../../src/llm/count-tokens.ts';
import { CATEGORIES, type Category, SEVERITY_OF } from '../../src/model/category.ts';
import type { Classification } from '../../src/model/classification.ts';
import { recordOf } from '../../src/model/json.ts';
import { type Adjudicable, type AdjudicationTools, adjudicate } from '../../src/pipeline/adjudicate.ts';
import {
  answersWell,
  answerText,
  completion,
  documentOf,
  type FakeLlm,
  type FakeMode,
  judgeByVerb,
  startFakeLlm,
} from '../servers/fake-llm.ts';

const prompt = readPrompt(readFileSync(new URL('../../prompts/adjudicate.md', import.meta.url), 'utf8'));
const countTokens = await loadTokenCounter();

let open: FakeLlm[] = [];
afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
});

type More = Partial<AdjudicationTools> & { budget?: number; share?: number };

async function setUp(mode: FakeMode, more: More = {}) {
  const server = await startFakeLlm(mode);
  open.push(server);
  const client = createLlmClient({
    endpoint: { baseUrl: server.baseUrl, apiKey: undefined, model: 'fake-model' },
    countTokens,
    concurrency: 4,
    deadlineMs: 2000,
    price: { price: { input: 1, output: 10 }, asOf: '2026-06-01' },
    ...(more.budget === undefined ? {} : { budget: createBudget(more.budget, more.share ?? 1) }),
    signal: new AbortController().signal,
    wait: () => Promise.resolve(),
  });
  const tools: AdjudicationTools = {
    mode: 'auto',
    prompt,
    model: 'fake-model',
    parameters: { temperature: 0 },
    ask: client.ask,
    countTokens,
    ledger: client.ledger,
    ...more,
  };
  return { server, client, tools };
}

function doubtful(name: string, category: Category, confidence = 0.6, server = 'npm:harbour'): Adjudicable {
  const description = `Does the ${name} of the harbour office`;
  const verdict: Classification = {
    category,
    severity: SEVERITY_OF[category],
    confidence,
    probabilities: recordOf(CATEGORIES, (each) => (each === category ? confidence : (1 - confidence) / 4)),
    effects: [],
    needsReview: confidence < 0.9,
    reviewReasons: confidence < 0.9 ? ['low-confidence'] : [],
    evidence: [{ pointer: '/name', quote: name, signal: 'model' }],
    rationale: 'It reads so.',
    decidedBy: 'model',
    versions: { rules: 'r', weights: 'w' },
    definitionHash: name,
    contextHash: server,
  };
  return {
    tool: { name, description, inputSchema: { type: 'object' } },
    context: { server, siblings: ['weigh_anchor'] },
    verdict,
  };
}

describe('adjudicate', () => {
  it('asks about all doubtful tools of a server in one request, and about no others', async () => {
    const { server, tools } = await setUp(answersWell());
    const items = [
      doubtful('list_ships', 'Read'),
      doubtful('get_tide', 'Read', 0.99),
      doubtful('delete_berth', 'Write'),
      doubtful('list_cranes', 'Write', 0.5, 'npm:cranes'),
    ];
    const verdicts = await adjudicate(items, tools);
    expect(verdicts.map((verdict) => verdict.category)).toEqual(['Read', 'Read', 'Destructive', 'Read']);
    expect(verdicts.map((verdict) => verdict.decidedBy)).toEqual(['llm', 'model', 'llm', 'llm']);
    expect(server.requests).toHaveLength(2);
    expect(server.requests.map((request) => documentOf(request).tools.map((tool) => tool.name))).toEqual(
      expect.arrayContaining([['list_cranes'], ['list_ships', 'delete_berth']]),
    );
    expect(documentOf(server.requests[0]!).siblings).toContain('weigh_anchor');
  });

  it('asks about all in mode always', async () => {
    const { server, tools } = await setUp(answersWell(), { mode: 'always' });
    await adjudicate([doubtful('get_tide', 'Read', 0.99)], tools);
    expect(server.requests).toHaveLength(1);
  });

  it('asks a second time, with the passages, only where a strong verdict is contradicted', async () => {
    const { server, tools } = await setUp(answersWell(() => ({ category: 'Read' })));
    const [strong, weak] = await adjudicate(
      [doubtful('delete_berth', 'Destructive', 0.8), doubtful('list_ships', 'Write', 0.5)],
      tools,
    );
    expect(server.requests).toHaveLength(2);
    expect(documentOf(server.requests[1]!).tools).toMatchObject([
      { name: 'delete_berth', seen: ['Destructive: delete_berth'] },
    ]);
    expect(strong).toMatchObject({ category: 'Read', needsReview: true });
    expect(strong?.reviewReasons).toContain('llm-disagrees');
    expect(weak).toMatchObject({ category: 'Read', needsReview: false });
  });

  it('asks again, in smaller questions, for tools that the answer left out', async () => {
    const { server, client, tools } = await setUp((request, attempt) => ({
      body: completion(
        answerText(request, (tool) => (attempt === 1 && tool.name === 'delete_berth' ? undefined : judgeByVerb(tool))),
      ),
    }));
    const verdicts = await adjudicate([doubtful('list_ships', 'Read'), doubtful('delete_berth', 'Write')], tools);
    expect(verdicts.map((verdict) => verdict.category)).toEqual(['Read', 'Destructive']);
    expect(server.requests).toHaveLength(2);
    expect(client.readLedger().oddities).toEqual({ missing: 1 });
  });

  it('keeps the whole elements of a cut answer and asks for the rest', async () => {
    const { server, tools } = await setUp((request, attempt) => {
      const text = answerText(request, judgeByVerb);
      return {
        body: completion(attempt === 1 ? text.slice(0, -60) : text, { finish: attempt === 1 ? 'length' : 'stop' }),
      };
    });
    const verdicts = await adjudicate([doubtful('list_ships', 'Write', 0.5), doubtful('delete_berth', 'Write')], tools);
    expect(verdicts.map((verdict) => verdict.category)).toEqual(['Read', 'Destructive']);
    expect(documentOf(server.requests[1]!).tools.map((tool) => tool.name)).toEqual(['delete_berth']);
  });

  it('saves the neighbours of a tool that the model refuses to speak about', async () => {
    const { tools } = await setUp((request) =>
      documentOf(request).tools.some((tool) => tool.name === 'build_bomb')
        ? { body: completion('', { refusal: 'I cannot.' }) }
        : { body: completion(answerText(request, judgeByVerb)) },
    );
    const items = ['list_ships', 'build_bomb', 'delete_berth', 'get_tide', 'list_cranes', 'read_log'].map((name) =>
      doubtful(name, 'Write', 0.5),
    );
    const verdicts = await adjudicate(items, tools);
    expect(verdicts.map((verdict) => verdict.decidedBy)).toEqual(['llm', 'model', 'llm', 'llm', 'llm', 'llm']);
    expect(verdicts[1]?.reviewReasons).toContain('llm-unusable');
  });

  it.each<[string, FakeMode]>([
    [
      'extra tools',
      (request) => ({
        body: completion(
          answerText(request, judgeByVerb).replace('"tools":[', '"tools":[{"i":7,"name":"sink","category":"Read"},'),
        ),
      }),
    ],
    [
      'the answer in a fence',
      (request) => ({ body: completion(`\`\`\`json\n${answerText(request, judgeByVerb)}\n\`\`\``) }),
    ],
    ['prose around the answer', (request) => ({ body: completion(`Here: ${answerText(request, judgeByVerb)} Done.`) })],
  ])('takes the right part of an answer with %s', async (_what, mode) => {
    const { tools } = await setUp(mode);
    expect(await adjudicate([doubtful('delete_berth', 'Write')], tools)).toMatchObject([
      { category: 'Destructive', decidedBy: 'llm' },
    ]);
  });

  it('leaves a tool in review when the quotes are made up', async () => {
    const { tools } = await setUp(
      answersWell(() => ({ category: 'Read', quotes: [{ pointer: '/desc', quote: 'only reads the tide table' }] })),
    );
    const [verdict] = await adjudicate([doubtful('save_log', 'Write')], tools);
    expect(verdict).toMatchObject({ category: 'Write', needsReview: true });
    expect(verdict?.reviewReasons).toContain('llm-unusable');
    expect(verdict?.evidence.map((each) => each.signal)).not.toContain('llm');
  });

  it('leaves the rest to review when the budget is spent', async () => {
    const { tools, client } = await setUp(answersWell(), { budget: 0.03 });
    const items = Array.from({ length: 12 }, (_, at) => doubtful('list_ships', 'Write', 0.5, `npm:harbour-${at}`));
    const verdicts = await adjudicate(items, tools);
    expect(verdicts[0]?.decidedBy).toBe('llm');
    expect(verdicts.at(-1)).toMatchObject({
      decidedBy: 'model',
      needsReview: true,
      reviewReasons: ['low-confidence', 'llm-budget'],
    });
    expect(client.readLedger().cost).toBeLessThanOrEqual(0.03);
  });

  it('sends a definition that is too long to a person instead of cutting it', async () => {
    const { server, tools } = await setUp(answersWell());
    const long = doubtful('list_ships', 'Write', 0.5);
    long.tool.description = 'Lists the ships of the harbour, '.repeat(2000);
    expect(await adjudicate([long], tools)).toMatchObject([
      { decidedBy: 'model', reviewReasons: ['low-confidence', 'too-long'] },
    ]);
    expect(server.requests).toEqual([]);
  });

  it('answers from the cache the second time, and asks anew when anything that the prompt says changes', async () => {
    const { server, tools } = await setUp(answersWell());
    const stored = new Map<string, string>();
    const cached: AdjudicationTools = {
      ...tools,
      cache: {
        get: (key) => Promise.resolve(stored.get(key)),
        put: (key, value) => Promise.resolve(void stored.set(key, value)),
      },
    };
    const first = await adjudicate([doubtful('delete_berth', 'Write')], cached);
    const second = await adjudicate([doubtful('delete_berth', 'Write')], cached);
    expect(second).toEqual(first);
    expect(server.requests).toHaveLength(1);
    expect(tools.ledger.read().cacheHits).toBe(1);
    const changed = doubtful('delete_berth', 'Write');
    changed.context = { ...changed.context, instructions: 'Berths are deleted for good.' };
    await adjudicate([changed], cached);
    await adjudicate([doubtful('delete_berth', 'Write')], { ...cached, model: 'other-model' });
    expect(server.requests).toHaveLength(3);
  });

  it('survives a cache that holds nonsense', async () => {
    const { tools } = await setUp(answersWell(), {
      cache: { get: () => Promise.resolve('{"category":"Harmless"'), put: () => Promise.resolve() },
    });
    expect(await adjudicate([doubtful('delete_berth', 'Write')], tools)).toMatchObject([{ category: 'Destructive' }]);
  });

  it('leaves all in review when the server is down', async () => {
    const { tools } = await setUp(() => ({ status: 500, body: '{}' }));
    expect(await adjudicate([doubtful('delete_berth', 'Write')], tools)).toMatchObject([
      { decidedBy: 'model', needsReview: true },
    ]);
  });

  it('writes the same questions for the same tools in any order of servers', async () => {
    const { server, tools } = await setUp(answersWell());
    const items = [doubtful('list_ships', 'Write', 0.5), doubtful('lift', 'Write', 0.5, 'npm:cranes')];
    await adjudicate(items, tools);
    await adjudicate(items.toReversed(), tools);
    const users = server.requests.map((request) => request.body.messages[1]?.content);
    expect(new Set(users).size).toBe(2);
  });
});
