import type { ReviewStore } from '../catalog/reviews/review-store.ts';
import { stringifyJson } from '../model/escape/json.ts';
import { labelOf } from '../review/label.ts';
import { ruleOn, standingDecisions } from '../review/ruling.ts';

/** What an export of labels left out, and how many it wrote. */
export type LabelCounts = { written: number; disputed: number; ofTestSets: number; unknown: number };

/**
 * People's settled decisions as labelled tools, one JSON line each. A definition that stands in a test set is never among
 * them; `counts` tells when it is done what was left out.
 */
export async function* exportLabels(
  reviews: ReviewStore,
  testSet: ReadonlySet<string>,
  counts: LabelCounts,
): AsyncIterable<string> {
  const seen = new Set<string>();
  for await (const event of reviews.journal()) {
    const { server, toolSetHash, definitionHash: hash } = event;
    const keys = [`${server} ${hash}`, `${toolSetHash} ${hash}`];
    if (event.action === 'undo' || keys.some((key) => seen.has(key))) continue;
    const ruling = ruleOn(
      { server, toolSetHash, definitionHash: hash },
      standingDecisions(await reviews.eventsFor(server, toolSetHash)),
    );
    if (ruling.kind === 'none') continue;
    for (const key of keys) seen.add(key);
    const known = ruling.kind === 'conflict' ? undefined : await reviews.knownTool(server, hash);
    if (ruling.kind === 'conflict') counts.disputed += 1;
    else if (testSet.has(hash)) counts.ofTestSets += 1;
    else if (known === undefined) counts.unknown += 1;
    else {
      counts.written += 1;
      yield `${stringifyJson(labelOf(server, known, ruling))}\n`;
    }
  }
}
