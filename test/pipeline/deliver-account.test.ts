import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account } from '../../src/model/account.ts';
import { Secret } from '../../src/model/secret.ts';
import { deliverAccount } from '../../src/pipeline/deliver-account.ts';
import { hostileNight, nightAt } from '../report/account/night.ts';
import { readOpenMetrics } from '../report/account/openmetrics-text.ts';
import { serve, type TestServer } from '../servers/http-servers.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, tries: number) => void;

let folder: string;
let server: TestServer;
let answer: Answer;
let bodies: string[];
let notes: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'account-'));
  [bodies, notes] = [[], []];
  answer = (_request, response) => void response.end();
  server = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      bodies.push(body);
      answer(request, response, bodies.length);
    });
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = (url: string, more: { signal?: AbortSignal; timeoutMs?: number } = {}) =>
  deliverAccount(
    nightAt(),
    { webhook: new Secret(url) },
    {
      onEvent: (event) => event.type === 'note' && notes.push(event.message),
      signal: new AbortController().signal,
      pausesMs: [5, 5],
      ...more,
    },
  );

describe('the webhook', () => {
  it('gets the whole account as JSON, with Basic authorisation where the URL has user info', async () => {
    const headers: IncomingMessage['headers'][] = [];
    answer = (request, response) => {
      headers.push(request.headers);
      response.end();
    };
    await post(`${server.origin.replace('//', '//harbour:p%40ss@')}/hook`);
    expect(Account.parse(JSON.parse(bodies[0] ?? ''))).toEqual(nightAt());
    expect(headers[0]).toMatchObject({
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('harbour:p@ss').toString('base64')}`,
    });
    expect(notes).toEqual([]);
  });

  it('is tried again when it is busy or broken, and then has it', async () => {
    answer = (_request, response, tries) => void response.writeHead([503, 429, 200][tries - 1] ?? 500).end();
    await post(server.origin);
    expect([bodies.length, notes]).toEqual([3, []]);
  });

  it.each([
    ['refuses', 403, 1, 'it answered 403'],
    ['stays broken', 500, 3, 'it answered 500'],
    ['redirects, which is not followed', 307, 1, 'redirects are not followed'],
  ])('that %s is told, and never throws', async (_what, status, tries, reason) => {
    answer = (_request, response) => void response.writeHead(status, { location: `${server.origin}/elsewhere` }).end();
    await post(`${server.origin}/hook?token=canary`);
    expect(bodies).toHaveLength(tries);
    expect(notes).toEqual([expect.stringContaining(reason)]);
    expect(notes.join('')).not.toContain('canary');
  });

  it('that never answers, or is not there, is told after a bounded time', async () => {
    answer = () => undefined;
    await post(server.origin, { timeoutMs: 30 });
    expect(notes).toEqual([expect.stringContaining('did not answer within 0.03 s')]);
    const gone = await serve(() => undefined);
    await gone.close();
    await post(gone.origin);
    expect(notes[1]).toContain('could not be reached (ECONNREFUSED)');
  });

  it('keeps no night from stopping', async () => {
    answer = () => undefined;
    const stop = new AbortController();
    const posting = post(server.origin, { signal: stop.signal });
    await expect.poll(() => bodies.length).toBe(1);
    stop.abort();
    await posting;
    expect(notes).toEqual([expect.stringContaining('it was stopped')]);
  });
});

describe('the metrics file', () => {
  const write = (metrics: string) =>
    deliverAccount(
      hostileNight(),
      { metrics },
      {
        onEvent: (event) => event.type === 'note' && notes.push(event.message),
        signal: new AbortController().signal,
      },
    );

  it('comes whole in place of the one before, for the collector to read', async () => {
    const file = join(folder, 'textfile', 'toolrisk.prom');
    expect(await write(file)).toEqual([file]);
    writeFileSync(file, 'half');
    await write(file);
    expect(readOpenMetrics(readFileSync(file, 'utf8')).size).toBeGreaterThan(20);
    expect(readdirSync(join(folder, 'textfile'))).toEqual(['toolrisk.prom']);
    expect(statSync(file).mode & 0o444).toBe(0o444);
  });

  it('that cannot be written is told, and nothing is left of it', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await write(join(folder, 'file', 'toolrisk.prom'))).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('was not written')]);
    expect(readdirSync(folder)).toEqual(['file']);
  });
});
