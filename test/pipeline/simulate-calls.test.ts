import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { byName } from '../../src/model/json.ts';
import type { Policy } from '../../src/model/policy.ts';
import { simulateCalls } from '../../src/pipeline/simulate-calls.ts';
import { showArguments } from '../../src/policy/show-arguments.ts';
import { libraryPolicy } from '../policy/library-policy.ts';

const START = Date.UTC(2026, 10, 21, 6);
const line = (tool: string, seconds: number, more: object = {}) =>
  JSON.stringify({ server: 'npm:library-desk', tool, time: new Date(START + seconds * 1000).toISOString(), ...more });

async function simulate(lines: readonly string[], policies: readonly Policy[] = [libraryPolicy()]) {
  const bad: string[] = [];
  const report = await simulateCalls(Readable.from([lines.join('\n')]), policies, (number, reason) =>
    bad.push(`${number}: ${reason}`),
  );
  return { ...report, bad };
}

describe('simulating a log of calls', () => {
  it('counts what would have become of each, by tool and reason, with examples', async () => {
    const { calls, outcomes, tools, reasons, examples } = await simulate([
      line('find_book', 0),
      line('pay_fine', 1, { arguments: { fine: 5 } }),
      line('pay_fine', 2),
      line('burn_book', 3),
      line('steal_book', 4),
      line('find_book', 5, { server: 'npm:other' }),
    ]);
    expect({ calls, outcomes }).toEqual({ calls: 6, outcomes: { allowed: 1, limited: 0, asked: 2, denied: 3 } });
    expect(tools[0]).toEqual({
      server: 'npm:library-desk',
      tool: 'pay_fine',
      allowed: 0,
      limited: 0,
      asked: 2,
      denied: 0,
    });
    expect(reasons[0]).toEqual({
      because: 'Financial with 98% confidence: each call waits for a person.',
      outcome: 'asked',
      calls: 2,
    });
    expect(examples.map(({ line: number, tool, outcome }) => [number, tool, outcome])).toEqual([
      [2, 'pay_fine', 'asked'],
      [4, 'burn_book', 'denied'],
      [5, 'steal_book', 'denied'],
      [6, 'find_book', 'denied'],
    ]);
  });

  it('limits by the times of the calls, sliding, and counts only calls that were let through', async () => {
    // Ten a minute: of a call each second the eleventh to the sixtieth are refused, and then again ten pass.
    const { outcomes } = await simulate(Array.from({ length: 120 }, (_none, second) => line('run_script', second)));
    expect(outcomes).toMatchObject({ allowed: 20, limited: 100 });
    const { outcomes: slow } = await simulate(Array.from({ length: 120 }, (_none, at) => line('run_script', at * 6)));
    expect(slow).toMatchObject({ allowed: 120, limited: 0 });
  });

  it('knows a server by its id, its key in a configuration and its alias, unless two have the name', async () => {
    const policy = { ...libraryPolicy(), configKey: 'My Desk', alias: 'My-Desk' };
    const calls = ['npm:library-desk', 'My Desk', 'My-Desk'].map((server) => line('find_book', 0, { server }));
    expect((await simulate(calls, [policy])).outcomes.allowed).toBe(3);
    const other = { ...policy, server: 'npm:other' };
    expect((await simulate(calls, [policy, other])).outcomes).toMatchObject({ allowed: 1, denied: 2 });
  });

  it('holds calls to rules on arguments, also where an argument stands twice', async () => {
    const { find_book: find } = libraryPolicy().tools;
    const arguments_ = [{ kind: 'max-amount' as const, argument: 'fine', max: 20, otherwise: 'deny' as const }];
    const policy = { ...libraryPolicy(), tools: byName([['find_book', { ...find!, arguments: arguments_ }]]) };
    const call = (args: string) => `{"server":"library-desk","tool":"find_book","time":0,"arguments":${args}}`;
    const { outcomes } = await simulate(
      [call('{"fine":5}'), call('{"fine":500,"fine":5}'), call('{"a":{"fine":1,"fine":2},"fine":5}')],
      [policy],
    );
    expect(outcomes).toMatchObject({ allowed: 2, denied: 1 });
  });

  it('tells bad lines by number and goes on', async () => {
    const { bad, badLines, calls } = await simulate([
      'nonsense',
      '[]',
      '{"server":"a","tool":"b"}',
      '',
      '{"server":"a","tool":"b","time":"yesterday"}',
      `{"server":"a","tool":"b","time":0,"arguments":${'['.repeat(300)}${']'.repeat(300)}}`,
      '{"server":"a","tool":"b","time":0,"arguments":[]}',
      line('find_book', 0),
      `"${'x'.repeat(2 ** 20)}"`,
    ]);
    expect(bad.map((each) => each.split(':')[0])).toEqual(['1', '2', '3', '5', '6', '7', '9']);
    expect({ badLines, calls }).toEqual({ badLines: 7, calls: 1 });
  });

  it('counts only so many tools that no policy knows one by one', async () => {
    const { tools, otherTools, calls } = await simulate(
      Array.from({ length: 3000 }, (_none, at) => line(`t${at}`, at)),
    );
    expect(calls).toBe(3000);
    expect(tools.length).toBeLessThan(1100);
    expect(tools.length + otherTools.denied).toBe(3000);
  });

  it('says when times run backwards', async () => {
    expect((await simulate([line('find_book', 9), line('find_book', 3)])).outOfOrder).toBe(1);
  });
});

describe('shown arguments', () => {
  it('are short and without what may be secret, at any depth', () => {
    const given = {
      api_key: 'abc',
      title: 'x'.repeat(100),
      page: 3,
      url: 'https://me:word@library.example/',
      headers: { Authorization: 'Bearer abc', Accept: '*/*' },
    };
    expect(Object.entries(showArguments(given))).toEqual([
      ['api_key', '[redacted]'],
      ['title', `"${'x'.repeat(59)}…`],
      ['page', '3'],
      ['url', '"https://[redacted]@library.example/"'],
      ['headers', '{"Authorization":"[redacted]","Accept":"*/*"}'],
    ]);
  });
});
