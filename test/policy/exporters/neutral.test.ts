import { describe, expect, it } from 'vitest';
import { Policy } from '../../../src/model/policy.ts';
import { neutral } from '../../../src/policy/exporters/neutral.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { neutralEngine } from '../engines/neutral.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the neutral export', () => {
  it('is the policy', () => {
    expect(Policy.parse(JSON.parse(neutral.exportPolicy(libraryPolicy())))).toEqual(libraryPolicy());
    const several = JSON.parse(neutral.exportPolicies!([libraryPolicy(), libraryPolicy('strict')]));
    expect(several.policies.map((policy: unknown) => Policy.parse(policy))).toEqual([
      libraryPolicy(),
      libraryPolicy('strict'),
    ]);
  });

  it('is never more permissive than the policy, whatever the names', () => {
    expectNeverMorePermissive(neutral, neutralEngine);
  });

  it('says everything', () => {
    expectSaid(neutral, neutralEngine, {
      allow: 'allowed',
      limit: 'allowed',
      spent: 'limited',
      ask: 'asked',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });
});
