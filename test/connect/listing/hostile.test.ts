import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { attemptHostile, HAS_SANDBOX } from '../attempt.ts';

const run = promisify(execFile);

/** How long an attempt may go on after its time limit on a busy machine. */
const GRACE_MS = 1500;

/** A time limit that a server which starts at once does not need, even on a busy machine. */
const TIMEOUT_MS = 3000;

describe.skipIf(!HAS_SANDBOX)('a hostile server', () => {
  describe('whose good tools are kept beside the bad', () => {
    it.each<[string, string[], number, RegExp[]]>([
      ['writes noise on stdout', ['noise'], 2, []],
      ['floods stdout', ['stdout-flood'], 2, []],
      ['floods stderr', ['stderr-flood'], 2, []],
      ['floods us with requests', ['request-flood'], 2, []],
      ['has a description of 30 MB', ['huge-description'], 2, [/^a text is too long$/]],
      ['has a schema of 5,000 levels', ['deep-schema'], 2, [/^nested deeper than 64 levels$/]],
      ['has 20,000 tools', ['many-tools'], 10_000, [/^more than 10000 tools$/]],
      ['pages for ever', ['endless-pages'], 200, [/^more than 200 pages$/]],
      ['pages in a circle', ['looping-pages'], 2, [/^the pages go in a circle$/]],
      ['sends a cursor of 1 MB', ['huge-cursor'], 2, [/^the cursor of the next page is too long$/]],
      [
        'answers the second page with an error',
        ['error-on-page-two'],
        2,
        [/^page 2 could not be read: the shelf fell$/],
      ],
      ['repeats a name', ['duplicates'], 3, [/^a second tool of this name$/]],
      ['has a number beyond JSON', ['odd-numbers'], 2, [/outside the range of JSON/]],
      ['has half characters', ['surrogates'], 3, []],
      ['sends bytes that are no UTF-8', ['invalid-utf8'], 3, []],
      ['does not declare tools', ['no-capability'], 2, []],
      ['answers with the id as text', ['text-id'], 2, []],
      ['says nothing of itself', ['bare-greeting'], 2, []],
      ['greets in 5,000 levels', ['deep-greeting'], 2, []],
      ['speaks an old revision', ['old'], 2, []],
      ['asks for sampling, roots and elicitation before it lists', ['asks'], 2, []],
      ['drips its answer byte by byte', ['drip'], 2, []],
      [
        'does all of it at once',
        ['noise', 'stderr-flood', 'huge-description', 'deep-schema', 'malformed', 'asks'],
        2,
        [],
      ],
    ])('%s', async (_what, modes, tools, reasons) => {
      const { listing, fault, ms } = await attemptHostile(modes, { timeoutMs: 15_000 });
      expect(fault).toBeUndefined();
      expect(listing?.tools).toHaveLength(tools);
      for (const reason of reasons)
        expect(listing?.malformed.map((item) => item.reason)).toContainEqual(expect.stringMatching(reason));
      if (reasons.length === 0 && modes.length === 1) expect(listing?.malformed).toEqual([]);
      expect(ms).toBeLessThan(15_000 + GRACE_MS);
    });
  });

  it('has each malformed item recorded with its place, its name and the reason', async () => {
    const { listing } = await attemptHostile(['malformed']);
    expect(listing?.tools.map(({ name }) => name)).toEqual(['lend_book', 'return_book']);
    expect(listing?.malformed).toEqual([
      { index: 1, reason: 'not an object' },
      { index: 2, reason: 'not an object' },
      { index: 3, reason: 'not an object' },
      { index: 4, reason: 'not an object' },
      { index: 5, reason: expect.stringContaining('name') },
      { index: 6, reason: expect.stringContaining('name') },
      { index: 7, reason: expect.stringContaining('name') },
      { index: 8, name: 'no_schema_object', reason: expect.stringContaining('inputSchema') },
    ]);
  });

  it('keeps its foreign names and unknown fields as they are', async () => {
    const { listing } = await attemptHostile(['proto-names']);
    const names = [
      '__proto__',
      'constructor',
      '../../etc/passwd',
      '\u001b[2J\u001b]0;owned\u0007',
      '<script>alert(1)</script>',
    ];
    expect(listing?.tools.map(({ name }) => name)).toEqual(['lend_book', ...names, 'return_book']);
    expect(listing?.tools.at(-1)).toMatchObject({ loanDays: 14, annotations: { readOnlyHint: false } });
    expect(listing?.serverInfo).toEqual({ name: 'lending-desk', version: '1.0.0', shelf: 'B' });
    expect(listing?.instructions).toBe('Ask at the desk.');
  });

  it('has its noise counted', async () => {
    const { notes } = await attemptHostile(['noise']);
    // Six at its start, and a tick every 20 ms until it is killed.
    expect(notes).toEqual([expect.stringMatching(/^(?:[6-9]|\d{2,3}) lines on stdout were no messages$/)]);
  });

  describe.concurrent('that cannot be listed', () => {
    it.each<[string, string[], string, string, RegExp]>([
      ['is silent', ['silent'], 'start-timeout', 'initialize', /handshake in time/],
      ['is silent but for a flood on stderr', ['silent', 'stderr-flood'], 'start-timeout', 'initialize', /in time/],
      ['never lists', ['silent-list'], 'start-timeout', 'list', /list of tools in time/],
      ['answers another request', ['wrong-id'], 'start-timeout', 'list', /in time/],
      ['answers with broken JSON', ['broken-json'], 'protocol-error', 'list', /broken JSON/],
      ['answers with an error', ['list-error'], 'protocol-error', 'list', /no book today/],
      ['refuses the handshake', ['initialize-error'], 'protocol-error', 'initialize', /set LIBRARY_CARD first/],
      ['answers the handshake with a text', ['initialize-text'], 'protocol-error', 'initialize', /not an object/],
      ['answers with an array', ['array-result'], 'protocol-error', 'list', /not an object/],
      ['answers with a text', ['text-result'], 'protocol-error', 'list', /not an object/],
      ['answers without a list', ['no-tools-field'], 'protocol-error', 'list', /no list of tools/],
      ['lists nothing that is a tool', ['all-malformed'], 'protocol-error', 'list', /no item of the list is a tool/],
      ['lists nothing', ['empty-list'], 'empty', 'list', /lists no tools/],
      ['does not know tools', ['no-such-method'], 'empty', 'list', /offers no tools/],
    ])('%s', async (_what, modes, code, stage, message) => {
      const { fault, ms } = await attemptHostile(modes, { timeoutMs: TIMEOUT_MS });
      expect(fault).toMatchObject({ code, stage, message: expect.stringMatching(message) });
      expect(ms).toBeLessThan(TIMEOUT_MS + GRACE_MS);
    });

    it.each<[string, string[], string, string, RegExp]>([
      ['opens seven million brackets', ['bracket-flood'], 'too-large', 'list', /nested deeper than 20000/],
      ['sends millions of empty objects', ['object-flood'], 'too-large', 'list', /more than 1000000 objects/],
      ['writes a line that never ends', ['long-line'], 'too-large', 'list', /larger than 8388608 bytes/],
    ])('%s', async (_what, modes, code, stage, message) => {
      const { fault } = await attemptHostile(modes, { timeoutMs: 15_000 });
      expect(fault).toMatchObject({ code, stage, message: expect.stringMatching(message) });
    });

    it.each<[string, string[], string, string, number]>([
      ['dies at its start', ['die-at-start'], 'exited', 'initialize', 1],
      ['dies when it is asked', ['die-at-list'], 'exited', 'list', 3],
      ['dies in the middle of its answer', ['die-in-answer'], 'exited', 'list', 4],
      ['dies between two pages: what it would have listed is not known', ['die-on-page-two'], 'exited', 'list', 5],
    ])('%s, which is known at once and not at the time limit', async (_what, modes, code, stage, exit) => {
      const { fault, ms } = await attemptHostile(modes, { timeoutMs: 30_000 });
      expect(fault).toMatchObject({ code, stage, message: `the server ended with code ${exit}` });
      expect(ms).toBeLessThan(10_000);
    });
  });

  it('is stopped when all that it sent passes a cap', async () => {
    const { fault } = await attemptHostile(['silent', 'stdout-flood'], { caps: { totalBytes: 10 ** 6 } });
    expect(fault).toMatchObject({ code: 'too-large', message: 'the server sent more than 1000000 bytes' });
  });

  it('gets an answer to each of its own requests, and nothing of ours', async () => {
    const { fault } = await attemptHostile(['asks', 'list-error']);
    expect(fault?.stderrTail.trim().split('\n')).toEqual([
      'q0 {}',
      'q1 {"roots":[]}',
      'q2 {"code":-32601,"message":"sampling/createMessage is not offered"}',
      'q3 {"action":"decline"}',
      'q4 {"code":-32601,"message":"no/such is not offered"}',
    ]);
  });

  it.concurrent.each([
    [['huge-description']],
    [['object-flood']],
    [['many-tools', 'stderr-flood']],
    [['huge-cursor', 'huge-instructions', 'stdout-flood']],
  ])('keeps our memory below 512 MB: %s', async (modes) => {
    const script = resolve(import.meta.dirname, '../measure-memory.ts');
    const { stdout } = await run(process.execPath, [script, ...modes]);
    expect(Number(stdout)).toBeGreaterThan(30);
    expect(Number(stdout)).toBeLessThan(512);
  });
});
