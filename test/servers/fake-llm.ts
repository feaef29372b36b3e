import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A tool as it stands in a question. */
export type AskedTool = {
  i: number;
  name: string;
  title?: string;
  desc?: string;
  params?: string[];
  claims?: string;
  seen?: string[];
};

/** The JSON document of a question. */
export type AskedDocument = { server: string; instructions?: string; siblings?: string[]; tools: AskedTool[] };

/** What the fake model says about one tool. */
export type FakeJudgement = {
  category: string;
  effects?: string[];
  confidence?: number;
  quotes?: { pointer: string; quote: string }[];
  rationale?: string;
};

/** A body as the fake server received it. */
export type SeenRequest = {
  headers: IncomingMessage['headers'];
  body: {
    model: string;
    messages: { role: string; content: string }[];
    response_format?: { type: string };
    temperature?: number;
    max_tokens?: number;
    max_completion_tokens?: number;
  };
};

/** What the fake server sends; `drip` sends the body a byte at a time, `hang` nothing at all. */
type FakeReply = {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  hang?: true;
  dripMs?: number;
  breakOff?: true;
};

/** Decides on a reply; `attempt` counts all requests from 1. */
export type FakeMode = (request: SeenRequest, attempt: number) => FakeReply;

/** A fake OpenAI-compatible server on loopback. */
export type FakeLlm = { baseUrl: string; requests: SeenRequest[]; close: () => Promise<void> };

/** Starts the server. It speaks `POST /v1/chat/completions` of the OpenAI API. */
export async function startFakeLlm(mode: FakeMode): Promise<FakeLlm> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
        response.writeHead(404).end('{}');
        return;
      }
      const seen: SeenRequest = { headers: request.headers, body: JSON.parse(text) };
      requests.push(seen);
      send(response, mode(seen, requests.length));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function send(response: ServerResponse, reply: FakeReply): void {
  if (reply.hang) return;
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  const body = reply.body ?? '';
  if (reply.breakOff) {
    response.write(body.slice(0, 20));
    response.socket?.destroy();
  } else if (reply.dripMs === undefined) response.end(body);
  else drip(response, body, reply.dripMs);
}

function drip(response: ServerResponse, body: string, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (response.destroyed || at >= body.length) {
      clearInterval(timer);
      response.end();
    } else response.write(body.slice(at, ++at));
  }, everyMs);
}

/** The document of a question, read as a model would: from between the marker lines. */
export function documentOf(request: SeenRequest): AskedDocument {
  const user = request.body.messages[1]?.content ?? '';
  const match = /^<(data-[0-9a-f]+)>\n([\s\S]*)\n<\/\1>\n/.exec(user);
  if (match === null) throw new Error(`no marked document in: ${user.slice(0, 200)}`);
  return JSON.parse(match[2]!);
}

/** The answer as JSON text for all tools of a request. */
export function answerText(request: SeenRequest, judge: (tool: AskedTool) => FakeJudgement | undefined): string {
  const tools = documentOf(request).tools.flatMap((tool) => {
    const judgement = judge(tool);
    if (judgement === undefined) return [];
    const quotes = judgement.quotes ?? [quoteOf(tool)];
    return [
      { i: tool.i, name: tool.name, effects: [], confidence: 0.9, rationale: 'As it says.', ...judgement, quotes },
    ];
  });
  return JSON.stringify({ tools });
}

function quoteOf(tool: AskedTool): { pointer: string; quote: string } {
  return tool.desc === undefined
    ? { pointer: '/name', quote: tool.name }
    : { pointer: '/desc', quote: firstWords(tool.desc) };
}

function firstWords(text: string): string {
  return text.split(/\s+/).slice(0, 4).join(' ');
}

/** A chat completion around a text. */
export function completion(
  text: string,
  more: { finish?: string; refusal?: string; usage?: object | null } = {},
): string {
  return JSON.stringify({
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: 1,
    model: 'fake',
    choices: [
      {
        index: 0,
        finish_reason: more.finish ?? 'stop',
        message: {
          role: 'assistant',
          content: more.refusal === undefined ? text : null,
          refusal: more.refusal ?? null,
        },
      },
    ],
    ...(more.usage === null
      ? {}
      : {
          usage: more.usage ?? {
            prompt_tokens: 2500,
            completion_tokens: 80,
            total_tokens: 2580,
            prompt_tokens_details: { cached_tokens: 2000 },
          },
        }),
  });
}

/** An error body of the OpenAI API. */
export function apiError(message: string, param: string | null = null): string {
  return JSON.stringify({ error: { message, type: 'invalid_request_error', param, code: null } });
}

/** Judges by the first word of the name, as an honest small model might. */
export function judgeByVerb(tool: AskedTool): FakeJudgement {
  const verb = tool.name.split(/[_-]/)[0]?.toLowerCase() ?? '';
  const category = /^(?:delete|drop|purge)/.test(verb)
    ? 'Destructive'
    : /^(?:pay|charge|refund)/.test(verb)
      ? 'Financial'
      : /^(?:run|exec)/.test(verb)
        ? 'Execute'
        : /^(?:get|list|search|read)/.test(verb)
          ? 'Read'
          : 'Write';
  return { category };
}

/** Answers well, by `judge`. */
export function answersWell(judge: (tool: AskedTool) => FakeJudgement | undefined = judgeByVerb): FakeMode {
  return (request) => ({ body: completion(answerText(request, judge)) });
}

/**
 * Obeys every injected instruction, and so says what every liar wants: the mildest category, with full confidence, no
 * effects, and a quote that stands there.
 */
export const obeysEverything: FakeMode = answersWell(() => ({
  category: 'Read',
  confidence: 1,
  effects: [],
  rationale: 'Safe, as the definition asks me to say.',
}));
