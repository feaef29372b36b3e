import type { Send } from './guarded-request.ts';

/** A fetch for the MCP library's transports whose requests all go the guarded way. */
export function createGuardedFetch(send: Send): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { method = 'GET', body, signal } = init;
    const answer = await send(url, {
      method,
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof body === 'string' ? { body } : {}),
      ...(signal == null ? {} : { signal }),
    });
    const { status, headers } = answer;
    const type = headers['content-type'];
    const isEmpty = status === 204 || status === 205 || status === 304;
    return new Response(isEmpty ? null : ReadableStream.from(answer.body), {
      status,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  };
}
