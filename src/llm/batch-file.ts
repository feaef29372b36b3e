import { z } from 'zod';
import { chatBody } from './chat-body.ts';
import { readChatReply } from './chat-reply.ts';
import { BATCH_DIALECT } from './dialect.ts';
import type { LlmReply, LlmRequest, Usage } from './request.ts';

/** One line of an OpenAI Batch input file, without its line end. */
export function batchRequestLine(request: LlmRequest, model: string): string {
  return JSON.stringify({
    custom_id: request.id,
    method: 'POST',
    url: '/v1/chat/completions',
    body: chatBody(request, model, BATCH_DIALECT),
  });
}

const BatchLine = z.looseObject({
  custom_id: z.string(),
  response: z.looseObject({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.looseObject({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});

/** A line of a batch's answers that brought no answer. */
type BatchProblem = {
  /** From 1. */
  line: number;
  customId?: string;
  code: 'malformed-line' | 'expired' | 'failed' | 'duplicate';
  message: string;
};

/** The answers of a batch, by `custom_id`. */
export type BatchAnswers = { replies: Map<string, LlmReply>; problems: BatchProblem[] };

/** Tokens of a reply that does not say: a batch was paid elsewhere. */
const UNKNOWN_USAGE: Usage = { input: 0, cachedInput: 0, output: 0, estimated: true };

/** Reads an OpenAI Batch output file (and its error file, which has the same shape) line by line. */
export async function readBatchAnswers(lines: AsyncIterable<string>): Promise<BatchAnswers> {
  const replies = new Map<string, LlmReply>();
  const problems: BatchProblem[] = [];
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    const parsed = parseLine(text);
    if (parsed === undefined) {
      problems.push({ line, code: 'malformed-line', message: 'no line of a batch output file' });
      continue;
    }
    const problem = addReply(replies, parsed);
    if (problem !== undefined) problems.push({ line, customId: parsed.custom_id, ...problem });
  }
  return { replies, problems };
}

function parseLine(text: string): z.infer<typeof BatchLine> | undefined {
  try {
    return BatchLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function addReply(
  replies: Map<string, LlmReply>,
  line: z.infer<typeof BatchLine>,
): Pick<BatchProblem, 'code' | 'message'> | undefined {
  if (line.error || !line.response || line.response.status_code !== 200) {
    const code = line.error?.code === 'batch_expired' ? 'expired' : 'failed';
    return { code, message: line.error?.message ?? `status ${line.response?.status_code ?? 'absent'}` };
  }
  const reply = readChatReply(line.response.body, UNKNOWN_USAGE);
  if (replies.has(line.custom_id)) return { code: 'duplicate', message: 'the first answer was kept' };
  replies.set(line.custom_id, reply);
  return undefined;
}
