import { setTimeout } from 'node:timers/promises';

/** How a document is posted. */
export type WebhookOptions = {
  /** `http:` or `https:`; user info becomes Basic authorisation. */
  url: string;
  signal: AbortSignal;
  /** Longest time of one try; default 10 seconds. */
  timeoutMs?: number;
  /** Pauses before the second and later tries. */
  pausesMs?: readonly number[];
};

const TIMEOUT_MS = 10_000;
const PAUSES_MS = [1000, 4000, 10_000] as const;

/** How a try ended: an answer that settles it, or a reason to try again. */
type Attempt = { ok: true } | { ok: false; reason: string; isFinal: boolean };

/**
 * Posts a JSON text to the address that the operator named, which may be private. Redirects are not followed: they
 * would take the document where nobody sent it. Answers 5xx, 429 and a silent network are tried again. Gives the reason
 * where it did not succeed; never throws.
 */
export async function postJson(body: string, options: WebhookOptions): Promise<string | undefined> {
  const { signal, pausesMs = PAUSES_MS } = options;
  for (let tries = 0; ; tries += 1) {
    const attempt = await postOnce(body, options);
    if (attempt.ok) return undefined;
    const pause = pausesMs[tries];
    if (attempt.isFinal || pause === undefined || signal.aborted) return attempt.reason;
    await setTimeout(pause, undefined, { signal }).catch(() => undefined);
  }
}

async function postOnce(body: string, { url, signal, timeoutMs = TIMEOUT_MS }: WebhookOptions): Promise<Attempt> {
  const target = URL.parse(url);
  if (target === null || !/^https?:$/.test(target.protocol))
    return { ok: false, reason: 'it is no http or https URL', isFinal: true };
  const headers = { 'content-type': 'application/json', 'user-agent': 'toolrisk', ...authorisationOf(target) };
  [target.username, target.password] = ['', ''];
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const answer = await fetch(target, { method: 'POST', headers, body, redirect: 'manual', signal: limit });
    await answer.body?.cancel();
    if (answer.ok) return { ok: true };
    const isRedirect = answer.status >= 300 && answer.status < 400;
    const reason = `it answered ${answer.status}${isRedirect ? ', and redirects are not followed' : ''}`;
    return { ok: false, reason, isFinal: answer.status < 500 && answer.status !== 429 };
  } catch (error) {
    if (signal.aborted) return { ok: false, reason: 'it was stopped', isFinal: true };
    return { ok: false, reason: reasonOf(error, timeoutMs), isFinal: false };
  }
}

function authorisationOf({ username, password }: URL): { authorization?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Why the network failed; the URL may hold a secret and is not in it. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `it did not answer within ${timeoutMs / 1000} s`;
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection';
  return `it could not be reached (${code})`;
}
