import { hashOf } from '../../src/model/canonical.ts';
import { type Category, type Effect, SEVERITY_OF } from '../../src/model/category.ts';
import type { Classification } from '../../src/model/classification.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Json } from '../../src/model/json.ts';
import type { FailedResult, ListedResult, Run, ServerResult } from '../../src/model/run.ts';
import { npmId } from '../../src/model/server-id.ts';
import { definitionHash, type Tool, toolSetHash } from '../../src/model/tool.ts';
import type { ReportInput, ReportServer } from '../../src/report/report-input.ts';
import { Tally } from '../../src/report/summary.ts';

/** The run of every fixture. */
export const RUN: Run = {
  id: 'run-20260301T040000Z-5eed00',
  startedAt: '2026-03-01T04:00:00.000Z',
  finishedAt: '2026-03-01T04:00:42.500Z',
  versions: { toolrisk: '0.1.0', rules: 'r1', weights: 'w1' },
  options: { timeoutMs: 30_000 },
};

type VerdictParts = Partial<Omit<Classification, 'probabilities'>> & { runnerUp?: Category };

/** A verdict on a tool, with the rest of the probability on the runner-up. */
export function verdictOn(tool: Tool, category: Category, parts: VerdictParts = {}): Classification {
  const { runnerUp = category === 'Read' ? 'Write' : 'Read', confidence = 0.97, ...rest } = parts;
  const probabilities = { Read: 0, Write: 0, Execute: 0, Destructive: 0, Financial: 0 };
  probabilities[runnerUp] = Math.round((1 - confidence) * 1e6) / 1e6;
  probabilities[category] = confidence;
  return {
    category,
    severity: SEVERITY_OF[category],
    confidence,
    probabilities,
    effects: [],
    needsReview: false,
    reviewReasons: [],
    evidence: [],
    rationale: `Its definition says ${category}.`,
    decidedBy: 'model',
    versions: { rules: 'r1', weights: 'w1' },
    definitionHash: definitionHash(tool),
    contextHash: hashOf('context'),
    ...rest,
  };
}

/** A tool with string parameters; a name that ends in `!` is required. */
export function toolOf(name: string, description: string, parameters: readonly string[] = [], more: object = {}): Tool {
  const names = parameters.map((parameter) => parameter.replace(/!$/, ''));
  return {
    name,
    description,
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(names.map((each) => [each, { type: 'string' }])),
      required: parameters.filter((parameter) => parameter.endsWith('!')).map((parameter) => parameter.slice(0, -1)),
    },
    ...more,
  };
}

/** A listed server. */
export function listed(
  name: string,
  tools: readonly (readonly [Tool, Classification])[],
  more: Partial<ListedResult> & { instructions?: string; malformed?: ListedResult['snapshot']['malformed'] } = {},
): ServerResult & ListedResult {
  const { instructions, malformed = [], ...rest } = more;
  const entry = entryOf(name);
  return {
    target: npmId(name),
    entry,
    status: 'listed',
    change: 'new',
    classifications: tools.map(([, verdict]) => verdict),
    snapshot: {
      entry,
      serverInfo: { name, version: '2.1.0' },
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      ...(instructions === undefined ? {} : { instructions }),
      tools: tools.map(([tool]) => tool),
      malformed,
      provenance: {
        transport: 'stdio',
        package: `npm:${name}@2.1.0`,
        sandbox: 'bubblewrap',
        placeholders: { env: {}, args: [] },
        given: [],
        scriptsRan: false,
        starts: 1,
        listMs: 412,
        at: '2026-03-01T04:00:07.000Z',
      },
      toolSetHash: toolSetHash(tools.map(([tool]) => tool)),
    },
    ...rest,
  };
}

/** A server that could not be listed. */
export function failed(name: string, parts: Partial<Failure> = {}): ServerResult & FailedResult {
  const entry = entryOf(name);
  return {
    target: npmId(name),
    entry,
    status: 'failed',
    failure: {
      entry,
      code: 'exited',
      stage: 'start',
      message: 'the server ended with code 1 before it answered',
      nextStep: 'read its last words',
      stderrTail: '',
      at: '2026-03-01T04:00:09.000Z',
      ...parts,
    },
  };
}

/** What a format renders, from results in the order given. */
export function inputOf(results: readonly ServerResult[]): ReportInput {
  const tally = new Tally();
  for (const result of results) tally.add(result);
  return {
    run: RUN,
    summary: tally.summary(),
    async *servers() {
      for (const result of results) yield withPolicy(result);
    },
  };
}

/** All that a format renders, as one text. */
export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

function withPolicy(result: ServerResult): ReportServer {
  if (result.status === 'failed') return { result };
  const hidden = result.snapshot.tools.filter(
    (_tool, index) => result.classifications[index]?.category === 'Destructive',
  );
  const tools = result.snapshot.tools
    .filter((tool) => !hidden.includes(tool))
    .map((tool): [string, Json] => [tool.name, {}]);
  const policy = {
    version: '1',
    default: 'deny',
    hide: hidden.map(({ name }) => name),
    tools: Object.fromEntries(tools),
  };
  return { result, policyText: `${JSON.stringify(policy, null, 2)}\n` };
}

function entryOf(name: string): ServerResult['entry'] {
  return {
    id: npmId(name),
    version: '2.1.0',
    packages: [
      {
        registryType: 'npm',
        identifier: name,
        version: '2.1.0',
        transport: { type: 'stdio' },
        environmentVariables: [],
        packageArguments: [],
      },
    ],
    remotes: [],
    origins: [{ source: 'argument', name: npmId(name) }],
  };
}

/** Effects spelled once, for the fixtures. */
export function effects(...names: Effect[]): { effects: Effect[] } {
  return { effects: names };
}
