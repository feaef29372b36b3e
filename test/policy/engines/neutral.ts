import { Policy } from '../../../src/model/policy.ts';
import { evaluateCall } from '../../../src/policy/evaluate.ts';
import type { FormatEngine } from './format-engine.ts';

/** Our own reference, over the text. */
export const neutralEngine: FormatEngine = (text) => {
  const policy = Policy.parse(JSON.parse(text));
  return (call) => evaluateCall(policy, call).outcome;
};
