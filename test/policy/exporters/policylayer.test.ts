import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { policylayer } from '../../../src/policy/exporters/policylayer.ts';
import { expectNeverMorePermissive, expectSaid, type Said } from '../engines/format-engine.ts';
import { policylayerEngine } from '../engines/policylayer.ts';
import { libraryPolicy } from '../library-policy.ts';

const SAID: Said = {
  allow: 'allowed',
  limit: 'allowed',
  spent: 'limited',
  ask: 'denied',
  hide: 'denied',
  deny: 'denied',
  unknown: 'denied',
};

describe('the PolicyLayer export', () => {
  it('writes the document that its pages recommend', () => {
    expect(JSON.parse(policylayer.exportPolicy(libraryPolicy()))).toEqual({
      version: '1',
      default: 'deny',
      hide: ['burn_book'],
      tools: {
        Lend_Book: { limits: [{ counter: 'lend_book_rate', window: 'minute', max: 30, scope: 'grant' }] },
        find_book: {},
        pay_fine: { deny_if: [{ conditions: [], on_deny: 'Requires human approval.' }] },
        run_script: { limits: [{ counter: 'run_script_rate', window: 'minute', max: 10, scope: 'grant' }] },
      },
    });
  });

  it('is never more permissive than the policy, whatever the names', () => {
    expectNeverMorePermissive(policylayer, policylayerEngine);
  });

  it('decides like the policy on plain names, but that it denies where a person should be asked', () => {
    expectSaid(policylayer, policylayerEngine, SAID);
  });

  it('leaves a tool that is called like a wildcard to the default', () => {
    const find = libraryPolicy().tools.find_book!;
    const policy: Policy = {
      ...libraryPolicy(),
      tools: byName([
        ['*', find],
        ['get_*', { ...find, decision: 'hide' }],
      ]),
    };
    expect(JSON.parse(policylayer.exportPolicy(policy))).toEqual({
      version: '1',
      default: 'deny',
      hide: [],
      tools: {},
    });
  });
});
