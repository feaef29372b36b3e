import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { byName } from '../../../src/model/json.ts';
import { vscode } from '../../../src/policy/exporters/vscode.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { vscodeEngine } from '../engines/vscode.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the VS Code export', () => {
  it('names the tools that always ask, and says in comments what it cannot', () => {
    const text = vscode.exportPolicy(libraryPolicy());
    expect(parse(text)).toEqual({
      'chat.tools.eligibleForAutoApproval': { Lend_Book: false, burn_book: false, pay_fine: false, run_script: false },
    });
    for (const sentence of vscode.cannotSay) expect(text).toContain(`// ${sentence}\n`);
  });

  it('is never more permissive than the policy, whatever the names, but that it asks where it cannot deny', () => {
    expectNeverMorePermissive(vscode, vscodeEngine, { denied: 'asked', strangers: 'allowed' });
  });

  it('asks about all that the policy does not allow', () => {
    expectSaid(vscode, vscodeEngine, {
      allow: 'allowed',
      limit: 'asked',
      spent: 'asked',
      ask: 'asked',
      hide: 'asked',
      deny: 'asked',
      unknown: 'allowed',
    });
  });

  it('writes the names as VS Code forms them, of several servers together', () => {
    const { find_book: find, burn_book: burn } = libraryPolicy().tools;
    const policy = (name: string, rule = burn!) => ({ ...libraryPolicy(), tools: byName([[name, rule]]) });
    const text = vscode.exportPolicies!([policy('books.burn'), policy('books_burn', find), policy('借 x')]);
    expect(parse(text)).toEqual({ 'chat.tools.eligibleForAutoApproval': { books_burn: false, __x: false } });
  });
});
