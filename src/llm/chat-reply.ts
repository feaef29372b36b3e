import { z } from 'zod';
import type { LlmReply, Usage } from './request.ts';
import { salvageJson } from './salvage-json.ts';

const count = z.number().int().nonnegative();
const ChatCompletion = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z.looseObject({
          content: z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]).nullish(),
          refusal: z.string().nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .looseObject({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.looseObject({ cached_tokens: count.nullish() }).nullish(),
    })
    .nullish()
    .catch(null),
});

/** Longest part of a refusal that is kept in a message. */
const MAX_REFUSAL = 200;

/**
 * Reads a Chat Completions reply, live or from a batch file. `estimate` stands in where the server counts no tokens
 * (or counts nonsense).
 */
export function readChatReply(reply: unknown, estimate: Usage): LlmReply {
  const parsed = ChatCompletion.safeParse(reply);
  if (!parsed.success) return { status: 'failed', code: 'malformed-reply', message: z.prettifyError(parsed.error) };
  const usage = usageOf(parsed.data.usage, estimate);
  const choice = parsed.data.choices[0]!;
  const fail = (
    code: 'refused' | 'content-filtered' | 'empty-answer' | 'no-room' | 'not-json',
    message: string,
  ): LlmReply => ({
    status: 'failed',
    code,
    message,
    usage,
  });
  if (choice.message.refusal) return fail('refused', choice.message.refusal.slice(0, MAX_REFUSAL));
  if (choice.finish_reason === 'content_filter') return fail('content-filtered', 'finish_reason content_filter');
  const text = textOf(choice.message.content);
  if (text.trim() === '')
    return fail(
      choice.finish_reason === 'length' ? 'no-room' : 'empty-answer',
      `finish_reason ${choice.finish_reason ?? 'absent'}`,
    );
  const found = salvageJson(text);
  if (found === undefined) return fail('not-json', text.slice(0, MAX_REFUSAL));
  return {
    status: 'answered',
    json: found.json,
    form: found.form,
    truncated: choice.finish_reason === 'length' || found.form === 'cut',
    usage,
  };
}

function usageOf(usage: z.infer<typeof ChatCompletion>['usage'], estimate: Usage): Usage {
  if (usage === null || usage === undefined) return estimate;
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    input: usage.prompt_tokens,
    cachedInput: Math.min(cached, usage.prompt_tokens),
    output: usage.completion_tokens,
    estimated: false,
  };
}

function textOf(content: string | { text?: string | undefined }[] | null | undefined): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? '').join('');
}
