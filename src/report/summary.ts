import { type Category, rankOf } from '../model/category.ts';
import { type Classification, cautiousCategory } from '../model/classification.ts';
import type { FailureCode } from '../model/failure.ts';
import { byName } from '../model/json.ts';
import type { LlmLedger } from '../model/llm-ledger.ts';
import type { ListedResult, ServerResult } from '../model/run.ts';

/** A tool that stands near the top of the list of risks. */
export type RiskyTool = {
  /** Server id. */
  server: string;
  /** What a person knows the server by, see `nameOf`. */
  name: string;
  tool: string;
  category: Category;
  /** The category to act on while the verdict is in doubt; else the same as `category`. */
  cautious: Category;
  confidence: number;
  needsReview: boolean;
  /** The first sentence of the rationale without its subject; untrusted where it quotes. */
  reason: string;
};

/** Counts over all servers of a run; its size does not grow with them. */
export type Summary = {
  servers: number;
  listed: number;
  failed: number;
  tools: number;
  /** Tools by the category of their verdict. */
  categories: Record<Category, number>;
  /** Tools by `cautiousCategory`: those in review count as the more severe of their two likeliest. */
  cautious: Record<Category, number>;
  needsReview: number;
  /** Tools with an annotation that their definition contradicts. */
  annotationMismatches: number;
  /** Items of the servers' lists that were no tools, and second tools of one name. */
  malformed: number;
  /** Listed servers by what changed since the catalogue's last list of them. */
  changes: Record<ListedResult['change'], number>;
  /** Failed servers by code; codes that did not occur are absent. */
  failures: Partial<Record<FailureCode, number>>;
  /** The `MAX_RISKIEST` riskiest tools, riskiest first. */
  riskiest: RiskyTool[];
  /** What asking a language model took; absent where none was to be asked. */
  llm?: LlmLedger;
};

/** How many of the riskiest tools a summary holds. */
export const MAX_RISKIEST = 50;

const MAX_REASON = 300;

/** Counts results one by one and holds none of them. */
export class Tally {
  readonly #summary: Summary = {
    servers: 0,
    listed: 0,
    failed: 0,
    tools: 0,
    categories: noneYet(),
    cautious: noneYet(),
    needsReview: 0,
    annotationMismatches: 0,
    malformed: 0,
    changes: { new: 0, changed: 0, unchanged: 0 },
    failures: byName(),
    riskiest: [],
  };

  /** Counts one server. */
  add(result: ServerResult): void {
    const summary = this.#summary;
    summary.servers += 1;
    if (result.status === 'failed') {
      summary.failed += 1;
      const { code } = result.failure;
      summary.failures[code] = (summary.failures[code] ?? 0) + 1;
      return;
    }
    summary.listed += 1;
    summary.changes[result.change] += 1;
    summary.malformed += result.snapshot.malformed.length;
    for (const verdict of result.classifications) this.#count(verdict);
    summary.riskiest = [...summary.riskiest, ...riskyTools(result)].sort(byRisk).slice(0, MAX_RISKIEST);
  }

  /** The counts so far. */
  summary(): Summary {
    return structuredClone(this.#summary);
  }

  #count(verdict: Classification): void {
    const summary = this.#summary;
    summary.tools += 1;
    summary.categories[verdict.category] += 1;
    summary.cautious[cautiousCategory(verdict)] += 1;
    if (verdict.needsReview) summary.needsReview += 1;
    if ((verdict.annotationMismatch ?? []).length > 0) summary.annotationMismatches += 1;
  }
}

/** Order of risk: the category to act on, the likeliest category, certainty, then names. */
export function byRisk(a: RiskyTool, b: RiskyTool): number {
  return (
    rankOf(b.cautious) - rankOf(a.cautious) ||
    rankOf(b.category) - rankOf(a.category) ||
    b.confidence - a.confidence ||
    compareText(a.server, b.server) ||
    compareText(a.tool, b.tool)
  );
}

/** The first sentence of a text, or its beginning. */
export function firstSentence(text: string): string {
  const end = /[.!?](?=\s|$)/.exec(text);
  const sentence = end === null ? text : text.slice(0, end.index + 1);
  return sentence.length > MAX_REASON ? `${sentence.slice(0, MAX_REASON - 1)}…` : sentence;
}

/** A sentence without its subject, for a row that names tool and server already. */
function reasonBeside(sentence: string, tool: string, server: string): string {
  const subject = `${tool} of ${server} `;
  return sentence.startsWith(subject) ? sentence.slice(subject.length) : sentence;
}

/** What a person knows a server by: its id, or what was typed or configured where the id is only a hash. */
export function nameOf({ entry, target }: Pick<ServerResult, 'entry' | 'target'>): string {
  return entry.id.startsWith('command:') ? target : entry.id;
}

/** All tools of a listed server as rows of the list of risks, in the server's order. */
export function riskyTools(result: ServerResult & ListedResult): RiskyTool[] {
  const server = result.entry.id;
  return result.classifications.map((verdict, index) => {
    const tool = result.snapshot.tools[index]?.name ?? '';
    return {
      server,
      name: nameOf(result),
      tool,
      category: verdict.category,
      cautious: cautiousCategory(verdict),
      confidence: verdict.confidence,
      needsReview: verdict.needsReview,
      reason: reasonBeside(firstSentence(verdict.rationale), tool, server),
    };
  });
}

function noneYet(): Record<Category, number> {
  return { Read: 0, Write: 0, Execute: 0, Destructive: 0, Financial: 0 };
}

/** Order by code units: the same on every machine and in every locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
