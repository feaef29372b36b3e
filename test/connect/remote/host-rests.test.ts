import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listRemote } from '../../../src/connect/list-remote.ts';
import { DEFAULT_CAPS } from '../../../src/connect/options.ts';
import type { HttpAnswer, Send } from '../../../src/connect/remote/guarded-request.ts';
import {
  createHostRests,
  createPoliteSend,
  type HostRests,
  readRetryAfter,
} from '../../../src/connect/remote/host-rests.ts';
import { serve, streamableDesk } from '../../servers/http-servers.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const url = new URL('https://desk.example/mcp');
const request = { method: 'POST', headers: {}, body: '{}' };

/** Rests by a clock that only waiting moves. */
function restsOnPaper(): HostRests & { waited: number[] } {
  const waited: number[] = [];
  let now = NOON;
  const wait = async (ms: number): Promise<void> => {
    waited.push(ms);
    now += ms;
  };
  return Object.assign(createHostRests({ now: () => now, wait }), { waited });
}

/** Answers in turn with these statuses and headers; then 200. */
function deskThat(...answers: [status: number, retryAfter?: string | undefined][]): Send & { asked: () => number } {
  let asked = 0;
  async function* nothing(): HttpAnswer['body'] {}
  const send: Send = async () => {
    const [status, retryAfter] = answers[asked++] ?? [200];
    return { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter }, body: nothing() };
  };
  return Object.assign(send, { asked: () => asked });
}

describe('Retry-After', () => {
  it.each([
    ['30', 30_000],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 12:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['-1', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s means %s ms at noon', (header, ms) => {
    expect(readRetryAfter(header, NOON)).toBe(ms);
  });
});

describe('a host that answers 429', () => {
  it('is asked again when it said, and then listed', async () => {
    const rests = restsOnPaper();
    const desk = deskThat([429, '2'], [503, '3']);
    const answer = await createPoliteSend(desk, rests, NOON + 30_000)(url, request);
    expect(answer.status).toBe(200);
    expect(rests.waited).toEqual([2000, 3000]);
  });

  it.each<[string, [number, string?][], number]>([
    ['later than there is time', [[429, '31']], 1],
    ['never', [[429]], 1],
    [
      'again and again',
      [
        [429, '1'],
        [429, '1'],
        [429, '1'],
        [429, '1'],
        [429, '1'],
      ],
      4,
    ],
    ['no end of nines', [[429, '9'.repeat(400)]], 1],
  ])('and may be asked %s is left alone', async (_when, answers, asked) => {
    const desk = deskThat(...answers);
    const answer = await createPoliteSend(desk, restsOnPaper(), NOON + 30_000)(url, request);
    expect(answer.status).toBe(429);
    expect(desk.asked()).toBe(asked);
  });

  it('is not asked for its other servers while it rests, and a host beside it is', async () => {
    const rests = restsOnPaper();
    const desk = deskThat([429, '60']);
    const send = createPoliteSend(desk, rests, NOON + 30_000);
    await send(url, request);
    await expect(send(new URL('https://desk.example/other'), request)).rejects.toMatchObject({
      code: 'rate-limited',
      message: 'its host asked to be left alone for another 60 s',
    });
    expect(desk.asked()).toBe(1);
    expect((await send(new URL('https://library.example/mcp'), request)).status).toBe(200);
    expect((await createPoliteSend(desk, rests, NOON + 90_000)(url, request)).status).toBe(200);
    expect(rests.waited).toEqual([60_000]);
  });

  it('is not blamed where the time is over and it never asked for rest', async () => {
    const desk = deskThat();
    expect((await createPoliteSend(desk, restsOnPaper(), NOON)(url, request)).status).toBe(200);
  });

  it('never makes us wait beyond the deadline, whatever it says', async () => {
    const step = fc.tuple(
      fc.constantFrom(200, 429, 503),
      fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
    );
    const runs = fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(runs, fc.integer({ min: 1, max: 60 }), async (turns, limit) => {
        const rests = restsOnPaper();
        const deadline = NOON + limit * 1000;
        for (const turn of turns) {
          const desk = deskThat(...turn.map(([status, s]): [number, string | undefined] => [status, s?.toString()]));
          await createPoliteSend(
            desk,
            rests,
            deadline,
          )(url, request).catch((error: unknown) => expect(error).toMatchObject({ code: 'rate-limited' }));
          expect(rests.now()).toBeLessThan(deadline);
        }
      }),
    );
  });

  it('is listed over the wire once its time has come', async () => {
    const desk = streamableDesk(true);
    let refusals = 0;
    const server = await serve((incoming, response) =>
      refusals++ < 2 ? response.writeHead(429, { 'retry-after': '7' }).end() : desk(incoming, response),
    );
    const rests = restsOnPaper();
    const signal = AbortSignal.timeout(10_000);
    const options = { caps: DEFAULT_CAPS, signal, headers: new Map(), allowPrivate: true, rests };
    const remote = { type: 'streamable-http' as const, url: `${server.origin}/mcp` };
    const listing = await listRemote(remote, { ...options, deadline: NOON + 30_000 });
    expect(listing.tools).toHaveLength(1);
    expect(rests.waited).toEqual([7000, 7000]);
    await server.close();
  });
});
