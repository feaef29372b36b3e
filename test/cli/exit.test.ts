import { describe, expect, it } from 'vitest';
import { endingOf, endingOfError, PROCESS_EXITS } from '../../src/cli/exit.ts';
import { EXIT_CODES } from '../../src/model/exit-code.ts';
import { DependencyError, Fault, InputError } from '../../src/model/fault.ts';
import { createRedactor } from '../../src/model/redact.ts';

const plain = createRedactor([]);

describe('the end of the process', () => {
  it.each([
    [[], 0],
    [[0, 3, 1], 1],
    [[3, 0], 3],
    [[1, 4, 3], 4],
    [[1, 2, 4], 2],
  ] as const)('of %j is %i', (codes, code) => {
    expect(endingOf(codes, undefined)).toEqual({ code });
  });

  it.each([
    [new InputError('no such file'), 2, 'no such file'],
    [new DependencyError('no database'), 4, 'no database'],
    [new Fault('exited', 'start', 'gone'), 70, 'internal error'],
    [new TypeError('x is undefined'), 70, 'internal error'],
    ['a string', 70, 'a string'],
  ])('after %s is %i', (error, code, message) => {
    const ending = endingOfError(error, undefined, plain);
    expect(ending.code).toBe(code);
    expect(ending.message).toContain(message);
  });

  it('after a signal is what shells expect', () => {
    expect(endingOf([0], 'SIGINT').code).toBe(130);
    expect(endingOf([3], 'SIGTERM').code).toBe(143);
    expect(endingOfError(new Error('aborted'), 'SIGINT', plain).code).toBe(130);
  });

  it('escapes what strangers wrote into an error', () => {
    expect(endingOfError(new InputError('a\u001b[2Jb'), undefined, plain).message).toBe('a\\u{1b}[2Jb');
    expect(endingOfError(new Error('a\u009bb'), undefined, plain).message).toContain('a\\u{9b}b');
  });

  it('repeats no secret', () => {
    const redact = createRedactor(['tide-in-1234']);
    for (const error of [
      new InputError('bad tide-in-1234'),
      new Error('at tide-in-1234'),
      new DependencyError('postgres://a:pw@b'),
    ])
      expect(endingOfError(error, undefined, redact).message).not.toMatch(/tide-in-1234|pw@/);
  });

  it('uses no code twice', () => {
    const codes = [...EXIT_CODES, ...PROCESS_EXITS].map(([code]) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
