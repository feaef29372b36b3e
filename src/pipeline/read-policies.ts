import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError } from '../model/fault.ts';
import { Policy } from '../model/policy.ts';
import { type CatalogPlace, runIdOf, withCatalog } from './catalog-open.ts';
import { derivePolicies, type PolicyTerms } from './derive-policies.ts';

/** A file of neutral policies: one, or several under `policies`. */
const PolicyFile = z.union([Policy, z.object({ policies: z.array(Policy) })]);

/**
 * The neutral policies that a word names: a file that `policy --for neutral` wrote, else a run of the catalogue (its id,
 * or `last`), derived by the terms. Throws `InputError` when it is neither.
 */
export async function readPolicies(word: string, place: CatalogPlace, terms: PolicyTerms): Promise<Policy[]> {
  if (existsSync(word)) return readPolicyFile(word);
  if (!/^(?:last|run-[\w-]+)$/.test(word))
    throw new InputError(`there is no file ${word}; name a file of \`policy --for neutral\`, a run id, or last`);
  return withCatalog(place, async (catalog) => {
    const run = await catalog.findRun({ id: await runIdOf(catalog, word) });
    if (run === undefined) throw new InputError(`the catalogue knows no run "${word}"`);
    const policies: Policy[] = [];
    for await (const policy of derivePolicies({ run, results: () => catalog.resultsOf(run.id) }, terms))
      policies.push(policy);
    return policies;
  });
}

async function readPolicyFile(file: string): Promise<Policy[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new InputError(`${file} is no JSON file`, { cause });
  }
  const parsed = PolicyFile.safeParse(value);
  if (!parsed.success)
    throw new InputError(`${file} holds no neutral policy; write one with \`policy TARGET --for neutral\``);
  return 'policies' in parsed.data ? parsed.data.policies : [parsed.data];
}
