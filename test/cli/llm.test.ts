import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClassificationLine } from '../../src/model/classification.ts';
import {
  answersWell,
  answerText,
  completion,
  type FakeLlm,
  type FakeMode,
  judgeByVerb,
  startFakeLlm,
} from '../servers/fake-llm.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const NODE = join(ROOT, 'node_modules/.bin/node');
const KEY = 'sk-canary-of-the-harbour-77';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-llm-'));
const input = join(folder, 'tools.jsonl');
const tool = (name: string, description: string) => ({ name, description, inputSchema: { type: 'object' } });
writeFileSync(
  input,
  [
    { id: 'a', server: 'npm:harbour', tool: tool('list_ships', 'Lists the ships') },
    { id: 'b', server: 'npm:harbour', tool: tool('scuttle', 'Does what the harbour master asks') },
    { id: 'c', server: 'npm:cranes', tool: tool('delete_crane', 'Deletes a crane') },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join(''),
);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let home: string;
let servers: FakeLlm[] = [];
beforeEach(() => {
  home = mkdtempSync(join(folder, 'home-'));
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function serve(mode: FakeMode): Promise<FakeLlm> {
  const server = await startFakeLlm(mode);
  servers.push(server);
  return server;
}

/** The environment for a model whose server is gone. */
async function nobody(): Promise<Record<string, string>> {
  const gone = await startFakeLlm(answersWell());
  await gone.close();
  return { OPENAI_BASE_URL: gone.baseUrl };
}

type Ended = { code: number; stderr: string; stdout: string };

function run(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: home, TOOLRISK_HOME: home, ...env };
  return new Promise((done) => {
    execFile(
      NODE,
      [join(ROOT, 'src/cli/main.ts'), ...args],
      { env: environment, cwd: folder },
      (error, stdout, stderr) =>
        done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr }),
    );
  });
}

function verdictsIn(text: string): ClassificationLine[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const CLASSIFY = ['classify', '--in', input, '--out', '-'];

describe('classify with a language model', () => {
  it('asks no model without a key', async () => {
    const { stdout, stderr, code } = await run(CLASSIFY);
    expect(code).toBe(0);
    expect(verdictsIn(stdout).map((verdict) => verdict.decidedBy)).not.toContain('llm');
    expect(stderr).not.toContain('language model');
  });

  it('asks the model of the environment, tells what it took, remembers the answers, and shows the key nowhere', async () => {
    const server = await serve(answersWell());
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl, TOOLRISK_LLM_MODEL: 'gpt-4.1-nano' };
    const first = await run([...CLASSIFY, '--llm', 'always'], env);
    expect(first.code).toBe(0);
    expect(verdictsIn(first.stdout)).toMatchObject([
      { id: 'a', category: 'Read', decidedBy: 'llm', versions: { llm: 'gpt-4.1-nano', prompt: 'adjudicate@2' } },
      { id: 'b', decidedBy: 'llm' },
      { id: 'c', category: 'Destructive', decidedBy: 'llm' },
    ]);
    expect(first.stderr).toMatch(/gpt-4\.1-nano: \d requests; .*\$0\.0\d+ at prices of/);
    const asked = server.requests.length;
    const second = await run([...CLASSIFY, '--llm', 'always'], env);
    expect(second.stdout).toBe(first.stdout);
    expect(server.requests).toHaveLength(asked);
    expect(second.stderr).toContain('0 requests');
    expect(JSON.stringify([first, second])).not.toContain(KEY);
  });

  it('ends with 4 when every tool was to be asked and the model is not there, after all verdicts are written', async () => {
    const { code, stdout } = await run([...CLASSIFY, '--llm', 'always'], await nobody());
    expect(code).toBe(4);
    expect(verdictsIn(stdout)).toHaveLength(3);
  });

  it('leaves doubts in review when the model is not there and only doubts were to be asked', async () => {
    const { code, stdout } = await run([...CLASSIFY, '--llm', 'auto'], await nobody());
    expect(code).toBe(0);
    expect(verdictsIn(stdout)[1]?.needsReview).toBe(true);
  });

  it('refuses a budget for a model whose price it does not know', async () => {
    const { code, stderr } = await run([...CLASSIFY, '--llm', 'auto', '--llm-model', 'llama3.2', '--llm-budget', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain('--llm-prices');
  });

  it('writes a batch and takes its answers, and eval scores the same verdicts', async () => {
    const requestsOut = join(home, 'requests.jsonl');
    const answersIn = join(home, 'answers.jsonl');
    const asked = await run([...CLASSIFY, '--llm', 'always', '--llm-requests-out', requestsOut]);
    expect(asked.code).toBe(0);
    const requests = readFileSync(requestsOut, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const answers = requests.map(({ custom_id, body }) => ({
      custom_id,
      response: { status_code: 200, body: JSON.parse(completion(answerText({ headers: {}, body }, judgeByVerb))) },
      error: null,
    }));
    writeFileSync(
      answersIn,
      [...answers, { ...answers[0], custom_id: 'of-another-batch' }].map((line) => JSON.stringify(line)).join('\n'),
    );
    const answered = await run([...CLASSIFY, '--llm', 'always', '--llm-answers-in', answersIn]);
    expect(verdictsIn(answered.stdout)).toMatchObject([{ category: 'Read' }, {}, { category: 'Destructive' }]);
    expect(verdictsIn(answered.stdout).every((verdict) => verdict.decidedBy === 'llm')).toBe(true);
    expect(answered.stderr).toContain('1 fit no question');
    const gold = join(home, 'gold.jsonl');
    const categories = ['Read', 'Write', 'Destructive'];
    const lines = readFileSync(input, 'utf8')
      .trim()
      .split('\n')
      .map((line, at) => JSON.stringify({ ...JSON.parse(line), category: categories[at], effects: [] }));
    writeFileSync(gold, lines.join('\n'));
    const scored = await run(['eval', '--gold', gold, '--json', '--llm', 'always', '--llm-answers-in', answersIn]);
    expect(scored.code).toBe(0);
    expect(JSON.parse(scored.stdout).accuracy).toBe(1);
  });
});

describe('scan with a language model', () => {
  const server = join(ROOT, 'test/servers/honest-v1.mjs');
  const SCAN = ['scan', '--json', '--unsandboxed', '--llm', 'always', '--', NODE, server];

  it('asks about the listed tools, puts the ledger into the summary, and asks nothing the second time', async () => {
    const fake = await serve(answersWell());
    const env = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: fake.baseUrl };
    const first = await run(SCAN, env);
    expect(first.code).toBe(0);
    const { servers: scanned, summary } = JSON.parse(first.stdout);
    const verdicts: ClassificationLine[] = scanned[0].tools;
    expect(verdicts.length).toBeGreaterThan(0);
    expect(verdicts.map((verdict) => verdict.decidedBy)).toEqual(verdicts.map(() => 'llm'));
    expect(summary.llm).toMatchObject({ model: 'gpt-4.1-mini', cacheHits: 0, pricesAsOf: '2026-06-01' });
    expect(summary.llm.requests).toBe(fake.requests.length);
    const asked = fake.requests.length;
    const second = JSON.parse((await run(SCAN, env)).stdout);
    expect(fake.requests).toHaveLength(asked);
    expect(second.servers[0].tools).toEqual(scanned[0].tools);
    expect(second.summary.llm).toMatchObject({ requests: 0 });
    expect(first.stdout + first.stderr).not.toContain(KEY);
  });
});
