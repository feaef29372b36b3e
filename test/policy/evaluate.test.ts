import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { evaluateCall } from '../../src/policy/evaluate.ts';
import { NOW } from './hostile-policies.ts';
import { libraryPolicy } from './library-policy.ts';

const policy = libraryPolicy();
const minute = Array.from({ length: 30 }, (_item, index) => NOW - index * 1000);

describe('evaluating a call', () => {
  it.each([
    ['find_book', [], 'allowed'],
    ['find_book', minute, 'allowed'],
    ['Lend_Book', [], 'allowed'],
    ['Lend_Book', minute.slice(1), 'allowed'],
    ['Lend_Book', minute, 'limited'],
    ['run_script', minute.slice(0, 9), 'allowed'],
    ['run_script', minute.slice(0, 10), 'limited'],
    ['burn_book', [], 'denied'],
    ['pay_fine', [], 'asked'],
    ['lend_book', [], 'denied'],
    ['steal_book', [], 'denied'],
    ['__proto__', [], 'denied'],
    ['toString', [], 'denied'],
  ] as const)('%s after %o is %s', (tool, earlier, outcome) => {
    expect(evaluateCall(policy, { tool, at: NOW, earlier }).outcome).toBe(outcome);
  });

  it('counts calls of the last sixty seconds only', () => {
    const call = { tool: 'Lend_Book', at: NOW, earlier: Array.from({ length: 30 }, () => NOW - 60_000) };
    expect(evaluateCall(policy, call).outcome).toBe('allowed');
    expect(evaluateCall(policy, { ...call, at: NOW - 1 }).outcome).toBe('limited');
  });

  it('asks about a tool that changed since it was judged, but never softens a stricter rule', () => {
    const changed = (tool: string) => ({ tool, at: NOW, earlier: [], definitionHash: 'f'.repeat(64) });
    expect(evaluateCall(policy, changed('find_book'))).toEqual({
      outcome: 'asked',
      because: 'Its definition changed since it was judged.',
    });
    expect(evaluateCall(policy, changed('Lend_Book')).outcome).toBe('asked');
    expect(evaluateCall(policy, changed('burn_book')).outcome).toBe('denied');
    expect(evaluateCall(libraryPolicy('strict'), changed('pay_fine')).outcome).toBe('denied');
    const { definitionHash } = policy.tools.find_book!;
    expect(evaluateCall(policy, { ...changed('find_book'), definitionHash }).outcome).toBe('allowed');
  });

  it('follows the rule of an action only for a string that names it', () => {
    const deny = { ...policy.tools.burn_book!, decision: 'deny' as const };
    const list = { category: 'Read' as const, decision: 'allow' as const, limits: [] };
    const rules = { action: 'action', rules: { list } };
    const tools = { manage: { ...deny, actions: { argument: rules.action, rules: rules.rules } } };
    const outcome = (given?: JsonObject) =>
      evaluateCall(
        { ...policy, tools },
        { tool: 'manage', at: NOW, earlier: [], ...(given === undefined ? {} : { arguments: given }) },
      ).outcome;
    expect(outcome({ action: 'list' })).toBe('allowed');
    const changed = { tool: 'manage', at: NOW, earlier: [], definitionHash: 'f'.repeat(64) };
    expect(evaluateCall({ ...policy, tools }, { ...changed, arguments: { action: 'list' } }).outcome).toBe('denied');
    for (const given of [
      undefined,
      {},
      { action: 'burn' },
      { action: 'List' },
      { action: ['list'] },
      { action: 'toString' },
      { mode: 'list' },
    ])
      expect(outcome(given)).toBe('denied');
  });

  it('refuses a limited tool whose limits are missing', () => {
    const broken = { ...policy, tools: { x: { ...policy.tools.Lend_Book!, limits: [] } } };
    expect(evaluateCall(broken, { tool: 'x', at: NOW, earlier: [] }).outcome).toBe('limited');
  });
});
