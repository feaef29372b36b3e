import { type Dispatcher, fetch } from 'undici';
import type { FetchContext } from './fetcher.ts';
import { timeLeft } from './fetcher.ts';

/** Bytes of one answer that are read; the shortest form of a package with thousands of versions stays below. */
const MAX_ANSWER_BYTES = 16 * 2 ** 20;

/** How a document of a registry is asked for. */
export type Question = {
  url: string;
  /** Media types, best first. */
  accept: string;
  /** Tag of the answer that is known; absent asks for the whole document. */
  etag?: string;
  /** The operator's proxies and certificates; absent means none. */
  dispatcher?: Dispatcher;
};

/** What a registry answered: nothing new, a new document with its tag, or nothing that helps. */
export type Answer = 'unchanged' | { text: string; etag: string | undefined } | undefined;

/**
 * Asks for a document only if it changed (RFC 9110, If-None-Match), without credentials. Undefined for every answer that
 * is neither: the tool of the registry, which knows all of the operator's settings, is then to be asked.
 */
export async function askIfChanged(question: Question, context: FetchContext): Promise<Answer> {
  const { url, accept, etag, dispatcher } = question;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(timeLeft(context))]);
  try {
    const answer = await fetch(url, {
      headers: { accept, ...(etag === undefined ? {} : { 'if-none-match': etag }) },
      signal,
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    if (answer.status === 304 && etag !== undefined) return 'unchanged';
    const text = answer.status === 200 ? await readUpTo(answer.body, MAX_ANSWER_BYTES) : undefined;
    if (text === undefined) {
      await answer.body?.cancel();
      return undefined;
    }
    return { text, etag: answer.headers.get('etag') ?? undefined };
  } catch {
    return undefined;
  }
}

async function readUpTo(body: AsyncIterable<Uint8Array> | null, limit: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
