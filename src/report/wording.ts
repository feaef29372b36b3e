import type { Category, Effect } from '../model/category.ts';
import { REVIEW_REASONS, type ReviewReason } from '../model/classification.ts';
import type { ListedResult } from '../model/run.ts';
import type { Provenance } from '../model/snapshot.ts';

/** What each category means, for a reader who meets it for the first time (taxonomy, Category). */
export const MEANING_OF: Readonly<Record<Category, string>> = {
  Read: 'changes nothing outside the call',
  Write: 'creates or changes things in a bounded way',
  Execute: 'runs code, commands or processes',
  Destructive: 'removes data, resources or access',
  Financial: 'moves money or commits someone to pay',
};

/** What each effect means. */
export const MEANING_OF_EFFECT: Readonly<Record<Effect, string>> = {
  'private-data': 'returns data of the user or the organisation',
  secrets: 'returns or takes credentials',
  'untrusted-content': 'returns text that outsiders can write',
  'external-communication': 'sends content to other people or places',
  irreversible: 'cannot be undone',
  bulk: 'can change many things in one call',
  'code-execution': 'runs code or queries of the caller',
  privilege: 'changes permissions, roles, members or keys',
  production: 'changes running infrastructure',
  money: 'moves or commits money',
};

/** What changed since the catalogue last saw a server. */
export const CHANGE_IN_WORDS: Readonly<Record<ListedResult['change'], string>> = {
  new: 'first seen',
  changed: 'changed',
  unchanged: 'unchanged',
};

/** A probability for a person: whole per cent, rounded down as in policies, so that only a certainty is 100%. */
export function percent(probability: number): string {
  if (probability > 0 && probability < 0.01) return '< 1%';
  return `${Math.floor(probability * 100 + ROUNDING_ERROR)}%`;
}

/** 0.29 * 100 is 28.999999999999996 in binary. */
const ROUNDING_ERROR = 1e-9;

/** A number with its noun: `1 tool`, `1,204 tools`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}

/** Why a tool is in review, each reason as a clause. */
export function reasonsInWords(reasons: readonly ReviewReason[]): string[] {
  return reasons.map((reason) => REVIEW_REASONS[reason]);
}

/** How a snapshot came to be, as facts with a name. Values may hold what strangers wrote. */
export function provenanceFacts(provenance: Provenance): [name: string, value: string][] {
  const { placeholders, given } = provenance;
  const env = Object.keys(placeholders.env);
  const facts: [string, string | undefined][] = [
    ['Ran', provenance.package],
    ['Sandbox', provenance.sandbox],
    ['Transport', provenance.transport],
    ['Placeholders', [...env, ...placeholders.args].join(', ')],
    ['Given values', given.join(', ')],
    ['Install scripts', provenance.scriptsRan ? 'ran in the sandbox' : undefined],
    ['Listed', `${provenance.at}, ${Math.round(provenance.listMs).toLocaleString('en')} ms after its start`],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== '');
}
