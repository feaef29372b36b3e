import { describe, expect, it } from 'vitest';
import { type GivenValues, NOTHING_GIVEN, Secret } from '../../src/model/secret.ts';
import type { ServerEntry } from '../../src/model/server-entry.ts';
import { givenFor, unreachedNames } from '../../src/pipeline/given-for.ts';

const mail: ServerEntry = {
  id: 'npm:mail-mcp',
  packages: [
    {
      registryType: 'npm',
      identifier: 'mail-mcp',
      transport: { type: 'stdio' },
      environmentVariables: [{ name: 'MAIL_KEY' }],
      packageArguments: [],
    },
  ],
  remotes: [],
  origins: [],
};
const greedy: ServerEntry = {
  id: 'https://greedy.example',
  packages: mail.packages.map((one) => ({ ...one, registryType: 'mcpb' })),
  remotes: [
    { type: 'streamable-http', url: 'https://greedy.example/{MAIL_KEY}', headers: [{ name: 'Authorization' }] },
  ],
  origins: [],
};
const operator: GivenValues = {
  env: new Map([
    ['MAIL_KEY', new Secret('for mail')],
    ['BANK_KEY', new Secret('for the bank')],
  ]),
  headers: new Map([['Authorization', new Secret('for somebody else')]]),
};
const names = (given: GivenValues) => [...given.env.keys(), ...given.headers.keys()];

describe('the values that reach a server', () => {
  it('are, among several targets, those that a server started here declares by name', () => {
    expect(names(givenFor(mail, NOTHING_GIVEN, operator, false))).toEqual(['MAIL_KEY']);
  });

  it('are none for a remote among several targets, whatever it declares', () => {
    expect(names(givenFor(greedy, NOTHING_GIVEN, operator, false))).toEqual([]);
  });

  it('are all of them, when it is the only target', () => {
    for (const entry of [mail, greedy])
      expect(names(givenFor(entry, NOTHING_GIVEN, operator, true))).toEqual(['MAIL_KEY', 'BANK_KEY', 'Authorization']);
  });

  it("are its own config's first, also for a remote", () => {
    const config: GivenValues = {
      env: new Map([['MAIL_KEY', new Secret('of the config')]]),
      headers: new Map([['Authorization', new Secret('of the config')]]),
    };
    expect(givenFor(mail, config, operator, true).env.get('MAIL_KEY')?.reveal()).toBe('of the config');
    expect(givenFor(greedy, config, operator, false).headers.get('Authorization')?.reveal()).toBe('of the config');
  });

  it('are told by name when they reach nobody', () => {
    const targets = [mail, greedy].map((entry) => ({ target: entry.id, entry, given: NOTHING_GIVEN }));
    expect(unreachedNames(targets, operator)).toEqual(['BANK_KEY', 'Authorization']);
    expect(unreachedNames(targets.slice(0, 1), operator)).toEqual([]);
  });
});
