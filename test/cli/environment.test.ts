import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/cli/environment.ts';

describe('readEnvironment', () => {
  it('keeps things under the home folder by default', () => {
    expect(readEnvironment({}).places).toEqual({
      state: join(homedir(), '.local/state/toolrisk'),
      installs: join(homedir(), '.cache/toolrisk'),
    });
  });

  it.each([
    [{ XDG_STATE_HOME: '/srv/state', XDG_CACHE_HOME: '/srv/cache' }, '/srv/state/toolrisk', '/srv/cache/toolrisk'],
    [{ TOOLRISK_HOME: '/srv/own', XDG_STATE_HOME: '/srv/state' }, '/srv/own/state', '/srv/own/cache'],
    [{ TOOLRISK_HOME: 'own' }, join(process.cwd(), 'own/state'), join(process.cwd(), 'own/cache')],
  ])('with %j uses these folders', (variables, state, installs) => {
    expect(readEnvironment(variables).places).toEqual({ state, installs });
  });

  it('ignores relative XDG folders, as their specification says', () => {
    const { places } = readEnvironment({ XDG_STATE_HOME: 'state', XDG_CACHE_HOME: './cache' });
    expect(places.state.startsWith(homedir())).toBe(true);
    expect(places.installs.startsWith(homedir())).toBe(true);
  });

  it('takes an empty variable for an absent one', () => {
    const environment = readEnvironment({ OPENAI_API_KEY: '', NO_COLOR: '', TOOLRISK_DATABASE_URL: '', CI: '' });
    expect(environment).toMatchObject({ openaiApiKey: undefined, noColor: false, databaseUrl: undefined, isCi: false });
  });

  it('hands keys over in a form that no printing gives away', () => {
    const environment = readEnvironment({
      OPENAI_API_KEY: 'key-1234567',
      TOOLRISK_DATABASE_URL: 'postgres://a:key-1234567@b/c',
    });
    expect(environment.openaiApiKey?.reveal()).toBe('key-1234567');
    expect(inspect(environment, { depth: 5 }) + JSON.stringify(environment)).not.toContain('key-1234567');
  });

  it.each([
    [{ CI: 'true' }, true],
    [{ CI: '1' }, true],
    [{ CI: 'false' }, false],
    [{ CI: '0' }, false],
  ])('reads %j', (variables, isCi) => {
    expect(readEnvironment(variables).isCi).toBe(isCi);
  });

  it.each([
    ['120', 120],
    ['0', undefined],
    ['wide', undefined],
  ])('reads COLUMNS=%s', (COLUMNS, columns) => {
    expect(readEnvironment({ COLUMNS }).columns).toBe(columns);
  });

  it('reads no variable from the prototype of objects', () => {
    expect(readEnvironment({}).readVariable('constructor')).toBeUndefined();
    expect(readEnvironment({}).readVariable('__proto__')).toBeUndefined();
  });
});
