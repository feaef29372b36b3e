import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Account } from '../model/account.ts';
import type { OnEvent } from '../model/event.ts';
import type { Secret } from '../model/secret.ts';
import { json } from '../report/account/json.ts';
import { openmetrics } from '../report/account/openmetrics.ts';
import { postJson, type WebhookOptions } from './webhook.ts';

/** Who waits for the account of a night. */
export type Recipients = {
  /** File for monitoring; node_exporter's textfile collector wants it to end in `.prom`. Absolute. */
  metrics?: string;
  /** URL that it is posted to; may hold a token. */
  webhook?: Secret;
};

/**
 * Hands the account of a night to those who wait for it. What fails is told as a note, and changes nothing of the
 * night: its account stands in the catalogue. Gives the paths that were written.
 */
export async function deliverAccount(
  account: Account,
  { metrics, webhook }: Recipients,
  tools: { onEvent: OnEvent } & Omit<WebhookOptions, 'url'>,
): Promise<string[]> {
  const { onEvent, ...terms } = tools;
  const written: string[] = [];
  if (metrics !== undefined) {
    const reason = await replaceFile(metrics, openmetrics.render(account));
    if (reason === undefined) written.push(metrics);
    else onEvent({ type: 'note', message: `the metrics file ${metrics} was not written: ${reason}` });
  }
  if (webhook !== undefined) {
    const reason = await postJson(json.render(account), { ...terms, url: webhook.reveal() });
    if (reason !== undefined)
      onEvent({
        type: 'note',
        message: `the account was not delivered to the webhook: ${reason}; \`toolrisk catalog account --json\` has it`,
      });
  }
  return written;
}

/** Writes a file that is never seen half; gives the reason where it cannot. */
async function replaceFile(path: string, text: string): Promise<string | undefined> {
  const file = resolve(path);
  const part = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    // Readable for the collector, which runs as another user.
    await writeFile(part, text, { mode: 0o644 });
    await rename(part, file);
    return undefined;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    return error instanceof Error ? error.message : String(error);
  }
}
