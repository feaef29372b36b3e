import { describe, expect, it } from 'vitest';
import { type GivenValues, NOTHING_GIVEN, Secret } from '../../src/model/secret.ts';
import type { ServerEntry } from '../../src/model/server-entry.ts';
import { givenFor } from '../../src/pipeline/given-for.ts';

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
  remotes: [{ type: 'streamable-http', url: 'https://mail.example/mcp', headers: [{ name: 'X-Mail-Key' }] }],
  origins: [],
};
const operator: GivenValues = {
  env: new Map([
    ['MAIL_KEY', new Secret('for mail')],
    ['BANK_KEY', new Secret('for the bank')],
  ]),
  headers: new Map([
    ['x-mail-key', new Secret('for mail')],
    ['Authorization', new Secret('for somebody else')],
  ]),
};

describe('the values that reach a server', () => {
  it('are those that it declares by name, when there are several servers', () => {
    const given = givenFor(mail, NOTHING_GIVEN, operator, false);
    expect([...given.env.keys()]).toEqual(['MAIL_KEY']);
    expect([...given.headers.keys()]).toEqual(['x-mail-key']);
  });

  it('are all of them, when it is the only target', () => {
    const given = givenFor(mail, NOTHING_GIVEN, operator, true);
    expect([...given.env.keys()]).toEqual(['MAIL_KEY', 'BANK_KEY']);
    expect([...given.headers.keys()]).toEqual(['x-mail-key', 'Authorization']);
  });

  it("are its own config's first", () => {
    const config: GivenValues = { env: new Map([['MAIL_KEY', new Secret('of the config')]]), headers: new Map() };
    expect(givenFor(mail, config, operator, false).env.get('MAIL_KEY')?.reveal()).toBe('of the config');
  });
});
