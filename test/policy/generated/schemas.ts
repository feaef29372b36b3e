import { z } from 'zod';
import { Policy } from '../../../src/model/policy.ts';
import { CallLine } from '../../../src/pipeline/simulate-calls.ts';
import { Overrides } from '../../../src/policy/overrides/overrides.ts';

const at = (name: string) => new URL(`../../../data/schemas/${name}.schema.json`, import.meta.url);

/** The schemas of what policies are read from and written to: rewritten by `npm run docs`, compared by a test. */
export const POLICY_SCHEMAS = [
  { url: at('policy'), text: async () => schemaText('a policy of `policy --for neutral`', Policy) },
  { url: at('policy-overrides'), text: async () => schemaText('a file of `policy --overrides`', Overrides) },
  { url: at('policy-call'), text: async () => schemaText('a line of `policy simulate --calls`', CallLine) },
];

function schemaText(title: string, shape: z.ZodType): string {
  const schema = z.toJSONSchema(shape, { unrepresentable: 'any', io: 'input' });
  return `${JSON.stringify({ ...schema, title: `toolrisk: ${title}` }, null, 2)}\n`;
}
