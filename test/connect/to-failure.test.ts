import { expect, it } from 'vitest';
import { toFailure } from '../../src/connect/to-failure.ts';
import { FAILURE_CODES, Failure, type FailureCode } from '../../src/model/failure.ts';
import { Fault } from '../../src/model/fault.ts';
import { createRedactor } from '../../src/model/redact.ts';

const ENTRY = { id: 'npm:harbor', packages: [], remotes: [], origins: [] };
const NOW = new Date('2026-01-01T00:00:00Z');

it('has a next step for every code, and is a Failure', () => {
  for (const code of Object.keys(FAILURE_CODES) as FailureCode[]) {
    const failure = toFailure(ENTRY, new Fault(code, 'start', 'it failed'), (text) => text, NOW);
    expect(failure.nextStep).not.toBe('');
    expect(Failure.parse(failure)).toEqual(failure);
  }
});

it('redacts the sentence, the next step and the last words', () => {
  const redact = createRedactor(['canary-value']);
  const fault = new Fault('exited', 'start', 'canary-value', {
    nextStep: 'x canary-value',
    stderrTail: 'y canary-value',
  });
  expect(JSON.stringify(toFailure(ENTRY, fault, redact, NOW))).not.toContain('canary-value');
});

it('throws errors of ours again', () => {
  expect(() => toFailure(ENTRY, new TypeError('ours'), (text) => text, NOW)).toThrow(TypeError);
});
