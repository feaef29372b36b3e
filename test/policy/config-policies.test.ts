import { describe, expect, it } from 'vitest';
import { configKeysOf, deniedPolicy, denyClashes, underKeys } from '../../src/policy/config-policies.ts';
import { evaluateCall } from '../../src/policy/evaluate.ts';
import { NOW } from './hostile-policies.ts';
import { libraryPolicy, RUN } from './library-policy.ts';

const outcomeOf = (policy: ReturnType<typeof libraryPolicy>) =>
  evaluateCall(policy, { tool: 'find_book', at: NOW, earlier: [] }).outcome;

describe('the policies of a client configuration', () => {
  it('stand once for each key of a server', () => {
    const origin = (name: string, source = 'client-config') => ({ source, name });
    const entry = {
      id: 'npm:library-desk',
      packages: [],
      remotes: [],
      origins: [origin('north'), origin('x', 'argument'), origin('East Wing'), origin('north')],
    };
    const keys = configKeysOf({ entry });
    expect(keys).toEqual(['East Wing', 'north']);
    expect(underKeys(libraryPolicy(), keys).map(({ configKey, alias }) => [configKey, alias])).toEqual([
      ['East Wing', 'East-Wing'],
      ['north', 'north'],
    ]);
  });

  it.each([
    ['desk', 'desk', true],
    ['a b', 'a.b', true],
    ['a b', 'a_b', true],
    ['a b', 'a-b', true],
    ['Desk', 'desk', true],
    ['a-b', 'a_b', false],
    ['desk', 'desks', false],
  ])('of the keys %j and %j clash: %s', (first, second, isClash) => {
    const policies = denyClashes([
      ...underKeys(libraryPolicy(), [first]),
      ...underKeys({ ...libraryPolicy(), server: 'npm:other' }, [second]),
    ]);
    expect(policies.map(outcomeOf)).toEqual(isClash ? ['denied', 'denied'] : ['allowed', 'allowed']);
  });

  it('do not clash where one server has a key twice', () => {
    expect(denyClashes(underKeys(libraryPolicy(), ['a b', 'a.b'])).map(outcomeOf)).toEqual(['allowed', 'allowed']);
  });

  it('deny a server that failed, and say why', () => {
    const denied = deniedPolicy('npm:library-desk', RUN, 'exited');
    expect(evaluateCall(denied, { tool: 'find_book', at: NOW, earlier: [] })).toEqual({
      outcome: 'denied',
      because: 'Every tool of the server is denied because it could not be listed (exited).',
    });
  });
});
