import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { Dialect } from './dialect.ts';
import type { LlmRequest } from './request.ts';

/** The body of a Chat Completions request, the same for a live request and a batch line. */
export function chatBody(request: LlmRequest, model: string, dialect: Dialect): ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: [
      { role: 'system', content: request.system },
      { role: 'user', content: request.user },
    ],
    ...(dialect.responseFormat === 'json_schema'
      ? { response_format: responseFormat(request) }
      : dialect.responseFormat === 'json_object'
        ? { response_format: { type: 'json_object' } }
        : {}),
    ...(dialect.temperature ? { temperature: 0 } : {}),
    [dialect.tokenLimit]: request.maxOutputTokens + dialect.thinkingTokens,
  };
}

/** The JSON schema of the answer in the API's strict form. */
export function responseFormat(request: Pick<LlmRequest, 'answer'>) {
  const { type, json_schema } = zodResponseFormat(request.answer.schema, request.answer.name);
  return { type, json_schema };
}
