import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byName } from '../../src/model/json.ts';
import { DECISIONS, type ToolRule } from '../../src/model/policy.ts';
import { evaluateCall } from '../../src/policy/evaluate.ts';
import { EXPORTERS } from '../../src/policy/exporters/index.ts';
import { foldedName } from '../../src/policy/folded-name.ts';
import { isAtLeastAsStrict } from './engines/format-engine.ts';
import { CANNOT_DENY, ENGINES } from './engines/index.ts';
import { HAS_REGO } from './engines/rego.ts';
import { NOW } from './hostile-policies.ts';
import { libraryPolicy } from './library-policy.ts';

/** Names that some reader takes for one: they differ in case or in their normal form only. */
const TWINS: readonly (readonly string[])[] = [
  ['delete', 'Delete', 'DELETE', 'ｄｅｌｅｔｅ'],
  ['file_list', 'ﬁle_list', 'FILE_LIST', 'ﬁle_LIST'],
  ['k', 'K', '\u212a'],
  ['straße', 'STRAßE', 'straẞe'],
  ['caf\u00e9', 'cafe\u0301', 'CAF\u00c9', 'CAFE\u0301'],
  ['\u1e69', 's\u0323\u0307', 's\u0307\u0323'],
  ['lend.book', 'Lend.Book', 'lend\uff0ebook'],
];

/** Two decisions for the names of one group, whichever has which. */
const twins = fc
  .tuple(fc.constantFrom(...TWINS), fc.array(fc.constantFrom(...DECISIONS), { minLength: 4, maxLength: 4 }))
  .map(([names, decisions]) => {
    const rule = (decision: ToolRule['decision']): ToolRule => ({
      definitionHash: 'a'.repeat(64),
      category: 'Destructive',
      decision,
      limits: decision === 'limit' ? [{ max: 2, window: 'minute' }] : [],
      needsReview: false,
      because: 'Because of the test.',
    });
    return { names, tools: byName(names.map((name, at) => [name, rule(decisions[at]!)] as const)) };
  });

describe('names that differ in case or normal form only', () => {
  it('are one when folded', () => {
    for (const names of TWINS) expect(new Set(names.map(foldedName)).size, names.join(' ')).toBe(1);
  });

  it.each(EXPORTERS.filter(({ id }) => id !== 'rego' || HAS_REGO))(
    'do not loosen each other in what is written for $id, whether its reader tells them apart or not',
    (exporter) => {
      fc.assert(
        fc.property(twins, fc.boolean(), ({ names, tools }, isBusy) => {
          const policy = { ...libraryPolicy(), tools };
          const decide = ENGINES[exporter.id]!(exporter.exportPolicy(policy));
          for (const tool of names) {
            const call = { tool, arguments: {}, at: NOW, earlier: isBusy ? [NOW, NOW] : [] };
            const { outcome } = evaluateCall(policy, call);
            const sayable = outcome === 'denied' && CANNOT_DENY.has(exporter.id) ? 'asked' : outcome;
            const exported = decide(call);
            expect(isAtLeastAsStrict(exported, sayable), `${tool}: ${exported} for ${outcome}`).toBe(true);
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});
