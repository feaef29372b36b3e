import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createBudget } from '../../src/llm/budget.ts';
import { type ClientOptions, createLlmClient } from '../../src/llm/client.ts';
import type { LlmRequest } from '../../src/llm/request.ts';
import { Secret } from '../../src/model/secret.ts';
import { apiError, completion, type FakeLlm, type FakeMode, startFakeLlm } from '../servers/fake-llm.ts';

const KEY = 'sk-test-canary-0123456789';
const request: LlmRequest = {
  id: 'q1',
  payer: 'npm:weather',
  system: 'Say the weather.',
  user: 'Lisbon',
  answer: { name: 'weather', schema: z.object({ sky: z.string() }) },
  maxOutputTokens: 100,
};
const PRICE = { price: { input: 1, cachedInput: 0.1, output: 10 }, asOf: '2026-06-01' };
const GOOD = completion('{"sky":"clear"}');

let open: FakeLlm[] = [];
afterEach(async () => {
  await Promise.all(open.map((server) => server.close()));
  open = [];
});

async function clientFor(mode: FakeMode, more: Partial<ClientOptions> = {}) {
  const server = await startFakeLlm(mode);
  open.push(server);
  const waits: number[] = [];
  const client = createLlmClient({
    endpoint: { baseUrl: server.baseUrl, apiKey: new Secret(KEY), model: 'fake-model' },
    countTokens: (text) => Math.ceil(text.length / 4),
    concurrency: 2,
    deadlineMs: 2000,
    price: PRICE,
    signal: new AbortController().signal,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    ...more,
  });
  return { client, server, waits };
}

describe('createLlmClient', () => {
  it('asks with a schema, the static part first, no temperature, and gives the JSON of the answer', async () => {
    const { client, server } = await clientFor(() => ({ body: GOOD }));
    expect(await client.ask(request)).toMatchObject({ status: 'answered', json: { sky: 'clear' }, truncated: false });
    const { body, headers } = server.requests[0]!;
    expect(body.messages.map((message) => message.role)).toEqual(['system', 'user']);
    expect(body).toMatchObject({ model: 'fake-model', temperature: 0, max_completion_tokens: 100 });
    expect(body.response_format).toMatchObject({ type: 'json_schema', json_schema: { strict: true, name: 'weather' } });
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it.each([
    ['a refusal', completion('', { refusal: 'I cannot help.' }), 'refused'],
    ["the provider's filter", completion('', { finish: 'content_filter' }), 'content-filtered'],
    ['an empty text', completion(' '), 'empty-answer'],
    ['prose without JSON', completion('It is clear.'), 'not-json'],
    ['a reply that is no completion', '{"choices":[]}', 'malformed-reply'],
    ['a reply that is no JSON', '<html>hello</html>', 'malformed-reply'],
  ])('records %s by its code', async (_what, body, code) => {
    const { client } = await clientFor(() => ({ body }));
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code });
    expect(client.readLedger().failures).toEqual({ [code]: 1 });
  });

  it.each([
    ['fenced', '```json\n{"sky":"clear"}\n```'],
    ['embedded', 'Sure! Here it is: {"sky":"clear"} Anything else?'],
  ] as const)('saves an answer that is %s', async (form, text) => {
    const { client } = await clientFor(() => ({ body: completion(text) }));
    expect(await client.ask(request)).toMatchObject({ status: 'answered', json: { sky: 'clear' }, form });
    expect(client.readLedger().salvaged[form]).toBe(1);
  });

  it('saves the whole elements of an answer that was cut', async () => {
    const cut = completion('{"tools":[{"i":0,"a":"x}]"},{"i":1,"a":', { finish: 'length' });
    const { client } = await clientFor(() => ({ body: cut }));
    expect(await client.ask(request)).toMatchObject({
      status: 'answered',
      json: { tools: [{ i: 0, a: 'x}]' }] },
      truncated: true,
      form: 'cut',
    });
  });

  it('makes room for thoughts once a model has spent its tokens on them, and remembers', async () => {
    const { client, server } = await clientFor(({ body }) => ({
      body: (body.max_completion_tokens ?? 0) > 1000 ? GOOD : completion('', { finish: 'length' }),
    }));
    expect(await client.ask(request)).toMatchObject({ status: 'answered' });
    expect(await client.ask(request)).toMatchObject({ status: 'answered' });
    expect(server.requests.map(({ body }) => body.max_completion_tokens)).toEqual([100, 8100, 8100]);
    expect(client.readLedger().failures).toEqual({});
  });

  it('ends with no-room when the room for thoughts is too small as well', async () => {
    const { client, server } = await clientFor(() => ({ body: completion('', { finish: 'length' }) }));
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'no-room' });
    expect(server.requests).toHaveLength(2);
  });

  it('holds the room for thoughts against the budget', async () => {
    const { client, server } = await clientFor(() => ({ body: completion('', { finish: 'length' }) }), {
      budget: createBudget(0.02, 1),
    });
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'budget-spent' });
    expect(server.requests).toHaveLength(1);
  });

  it('gives up the schema, the token word and the temperature when the server refuses them, and remembers', async () => {
    const { client, server } = await clientFor(({ body }) => {
      if (body.max_completion_tokens !== undefined)
        return { status: 400, body: apiError("Unsupported parameter: 'max_completion_tokens'") };
      if (body.temperature !== undefined) return { status: 400, body: apiError("'temperature' is not supported") };
      if (body.response_format !== undefined)
        return { status: 400, body: apiError('response_format is not supported') };
      return { body: GOOD };
    });
    expect(await client.ask(request)).toMatchObject({ status: 'answered' });
    const tries = server.requests.length;
    expect(await client.ask(request)).toMatchObject({ status: 'answered' });
    expect(server.requests).toHaveLength(tries + 1);
    expect(server.requests.at(-1)?.body).toMatchObject({ max_tokens: 100 });
    expect(server.requests.at(-1)?.body).not.toHaveProperty('response_format');
  });

  it('ends with bad-request when the server refuses every form', async () => {
    const { client, server } = await clientFor(() => ({ status: 400, body: apiError('no') }));
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'bad-request' });
    expect(server.requests.length).toBeLessThan(8);
  });

  it('waits as long as a 429 asks when that is short', async () => {
    const { client, waits } = await clientFor((_, attempt) =>
      attempt === 1 ? { status: 429, headers: { 'retry-after': '3' }, body: apiError('slow down') } : { body: GOOD },
    );
    expect(await client.ask(request)).toMatchObject({ status: 'answered' });
    expect(waits).toEqual([3000]);
  });

  it('does not wait for a 429 that asks for a day', async () => {
    const { client, waits } = await clientFor(() => ({
      status: 429,
      headers: { 'retry-after': '86400' },
      body: apiError('tomorrow'),
    }));
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'rate-limited' });
    expect(waits).toEqual([]);
  });

  it('tries a failing server four times with growing bounded waits', async () => {
    const { client, server, waits } = await clientFor(() => ({ status: 503, body: apiError('busy') }));
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'server-error' });
    expect(server.requests).toHaveLength(4);
    expect(waits).toHaveLength(3);
    expect(waits[2]).toBeGreaterThan(waits[0]!);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
  });

  it.each([
    ['hangs', { hang: true }],
    ['drips', { body: GOOD, dripMs: 20 }],
  ] as const)('gives up at the deadline when the server %s', async (_how, reply) => {
    const { client } = await clientFor(() => reply, { deadlineMs: 150 });
    const start = performance.now();
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'timeout' });
    expect(performance.now() - start).toBeLessThan(1500);
  });

  it('counts a request that timed out as spent, for the server may have worked', async () => {
    const { client } = await clientFor(() => ({ hang: true }), { deadlineMs: 100 });
    await client.ask(request);
    expect(client.readLedger().cost).toBeGreaterThan(0);
  });

  it('tries again when the connection breaks in mid-answer', async () => {
    const { client } = await clientFor((_, attempt) =>
      attempt === 1 ? { body: GOOD, breakOff: true } : { body: GOOD },
    );
    expect(await client.ask(request)).toMatchObject({ status: 'answered' });
  });

  it('refuses a reply beyond 4 MiB', async () => {
    const { client } = await clientFor(() => ({ body: completion('x'.repeat(5 * 2 ** 20)) }));
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'too-large' });
  });

  it('stops asking after three requests that nobody answered', async () => {
    const gone = await startFakeLlm(() => ({ body: GOOD }));
    await gone.close();
    const { client } = await clientFor(() => ({ body: GOOD }), {
      endpoint: { baseUrl: gone.baseUrl, apiKey: undefined, model: 'fake-model' },
    });
    for (let times = 0; times < 5; times++)
      expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'unreachable' });
    expect(client.readLedger().requests).toBe(6);
  });

  it('never repeats the key that a server quotes back', async () => {
    const { client } = await clientFor(() => ({ status: 401, body: apiError(`Incorrect API key provided: ${KEY}`) }));
    const reply = await client.ask(request);
    expect(reply).toMatchObject({ status: 'failed', code: 'unauthorised' });
    expect(JSON.stringify([reply, client.readLedger()])).not.toContain(KEY);
  });

  it('follows no redirect, which could carry the key away', async () => {
    const thief = await startFakeLlm(() => ({ body: GOOD }));
    open.push(thief);
    const { client } = await clientFor(() => ({
      status: 307,
      headers: { location: `${thief.baseUrl}/chat/completions` },
    }));
    expect(await client.ask(request)).toMatchObject({ status: 'failed' });
    expect(thief.requests).toEqual([]);
  });

  it('is not disturbed by the environment of the library', async () => {
    process.env['OPENAI_BASE_URL'] = 'http://127.0.0.1:9/v1';
    process.env['OPENAI_ORG_ID'] = 'org-of-another';
    try {
      const { client, server } = await clientFor(() => ({ body: GOOD }));
      expect(await client.ask(request)).toMatchObject({ status: 'answered' });
      expect(server.requests[0]?.headers).not.toHaveProperty('openai-organization');
    } finally {
      delete process.env['OPENAI_BASE_URL'];
      delete process.env['OPENAI_ORG_ID'];
    }
  });

  it('stops at once when told to', async () => {
    const controller = new AbortController();
    const { client } = await clientFor(() => ({ hang: true }), { signal: controller.signal });
    const asking = client.ask(request);
    setTimeout(() => controller.abort(), 50);
    expect(await asking).toMatchObject({ status: 'failed', code: 'interrupted' });
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'interrupted' });
  });

  it('keeps a ledger of tokens, dollars and failures', async () => {
    const { client } = await clientFor(() => ({ body: GOOD }));
    await client.ask(request);
    await client.ask(request);
    expect(client.readLedger()).toMatchObject({
      model: 'fake-model',
      requests: 2,
      answered: 2,
      tokens: { input: 5000, cachedInput: 4000, output: 160, estimated: false },
      pricesAsOf: '2026-06-01',
    });
    expect(client.readLedger().cost).toBeCloseTo((1000 * 1 + 4000 * 0.1 + 160 * 10) / 1e6);
  });

  it('estimates where the server counts no tokens', async () => {
    const { client } = await clientFor(() => ({ body: completion('{"sky":"clear"}', { usage: null }) }));
    await client.ask(request);
    expect(client.readLedger().tokens.estimated).toBe(true);
    expect(client.readLedger().cost).toBeGreaterThan(0);
  });

  it('says that the cost is unknown where the price is', async () => {
    const { client } = await clientFor(() => ({ body: GOOD }), { price: undefined });
    await client.ask(request);
    expect(client.readLedger()).toMatchObject({ cost: null, pricesAsOf: null });
  });

  it('never passes the budget, and asks no more once it could', async () => {
    const usage = { prompt_tokens: 200, completion_tokens: 100, total_tokens: 300 };
    const limit = 0.01;
    const { client, server } = await clientFor(() => ({ body: completion('{"sky":"clear"}', { usage }) }), {
      budget: createBudget(limit, 1),
      concurrency: 8,
    });
    const replies = await Promise.all(Array.from({ length: 40 }, () => client.ask(request)));
    const spent = client.readLedger().cost ?? Number.NaN;
    expect(spent).toBeLessThanOrEqual(limit);
    expect(spent).toBeGreaterThan(limit / 3);
    expect(replies.filter((reply) => reply.status === 'failed').map((reply) => reply.code)).toContain('budget-spent');
    expect(server.requests.length).toBe(replies.filter((reply) => reply.status === 'answered').length);
  });

  it('lets one payer use only its share', async () => {
    const { client } = await clientFor(() => ({ body: GOOD }), { budget: createBudget(1, 0.001) });
    expect(await client.ask(request)).toMatchObject({ status: 'failed', code: 'budget-spent' });
  });
});
