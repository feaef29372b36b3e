import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/cli/environment.ts';
import { type GivenFlags, readGivenValues } from '../../src/cli/given-values.ts';
import { InputError } from '../../src/model/fault.ts';

const environment = readEnvironment({ HARBOUR_TOKEN: 'tide-in', BROKEN: 'a\r\nX-Evil: b', EMPTY: '' });
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-env-'));
const file = join(folder, 'harbour.env');
writeFileSync(file, '# keys\nHARBOUR_TOKEN="from file"\nexport QUAY=7\n__proto__=x\n');
afterAll(() => rmSync(folder, { recursive: true }));

const given = (flags: GivenFlags) => {
  const { env, headers } = readGivenValues(flags, environment);
  const reveal = (values: typeof env) => Object.fromEntries([...values].map(([name, value]) => [name, value.reveal()]));
  return { env: reveal(env), headers: reveal(headers) };
};

describe('readGivenValues', () => {
  it.each<[string, GivenFlags, object]>([
    ['nothing', {}, { env: {}, headers: {} }],
    ['a variable of ours', { env: ['HARBOUR_TOKEN'] }, { env: { HARBOUR_TOKEN: 'tide-in' }, headers: {} }],
    ['an empty variable of ours', { env: ['EMPTY'] }, { env: { EMPTY: '' }, headers: {} }],
    ['a value with = in it', { env: ['QUAY=a=b'] }, { env: { QUAY: 'a=b' }, headers: {} }],
    ['a header', { header: ['Authorization=HARBOUR_TOKEN'] }, { env: {}, headers: { Authorization: 'tide-in' } }],
  ])('reads %s', (_what, flags, expected) => {
    expect(given(flags)).toEqual(expected);
  });

  it('reads a .env file, and prefers --env', () => {
    expect(given({ envFile: [file] }).env).toMatchObject({ HARBOUR_TOKEN: 'from file', QUAY: '7' });
    expect(given({ envFile: [file], env: ['HARBOUR_TOKEN'] }).env.HARBOUR_TOKEN).toBe('tide-in');
  });

  it.each<[string, GivenFlags, RegExp]>([
    ['a variable that is not set', { env: ['TIDE'] }, /TIDE is not set/],
    ['a name that is none', { env: ['a-b=c'] }, /NAME=VALUE/],
    ['a header without a variable', { header: ['Authorization'] }, /environment variable/],
    ['a header with its value in place of a variable', { header: ['Authorization=Bearer x'] }, /environment variable/],
    ['a header of a variable that is not set', { header: ['Authorization=TIDE'] }, /TIDE is not set/],
    ['a header that would break the line', { header: ['Authorization=BROKEN'] }, /line break/],
    ['a file that is not there', { envFile: [join(folder, 'none')] }, /ENOENT/],
  ])('refuses %s with a sentence', (_what, flags, message) => {
    expect(() => given(flags)).toThrow(InputError);
    expect(() => given(flags)).toThrow(message);
  });

  it('never repeats a value in a refusal', () => {
    expect(() => given({ header: ['Authorization=Bearer tide-out'] })).not.toThrow(/tide-out/);
    expect(() => given({ env: ['bad name=tide-out'] })).not.toThrow(/tide-out/);
  });
});
