import { z } from 'zod';
import { Policy } from '../../../src/model/policy.ts';
import { evaluateCall } from '../../../src/policy/evaluate.ts';
import { type FormatEngine, LIBRARY } from './format-engine.ts';

/** Our own reference, over the text. */
export const neutralEngine: FormatEngine = (text, server = LIBRARY) => {
  const file = z.union([z.strictObject({ policies: z.array(Policy) }), Policy]).parse(JSON.parse(text));
  const policy = 'policies' in file ? file.policies.find(({ configKey }) => configKey === server) : file;
  if (policy === undefined) throw new Error(`no policy of ${server}`);
  return (call) => evaluateCall(policy, call).outcome;
};
