import type { Catalog } from '../catalog/catalog.ts';
import type { ReviewStore } from '../catalog/reviews/review-store.ts';
import { isAboutAsking } from '../classify/questions/judge.ts';
import type { Classification } from '../model/classification.ts';
import type { ReviewEvent } from '../model/review-event.ts';
import type { ListedResult } from '../model/run.ts';
import { contextHash, type ServerContext } from '../model/server-context.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';
import { definitionHash } from '../model/tool.ts';
import { applyDecisions, machineVerdict } from '../review/apply-decisions.ts';
import type { ScanTools } from './scan-options.ts';

/** What is remembered of a server: its last list, and people's decisions where there is a catalogue. */
export type ServerMemory = Pick<Catalog, 'lastListed'> & { reviews?: Pick<ReviewStore, 'eventsFor'> };

/**
 * Verdicts on all tools of a snapshot. A verdict that the catalogue holds for the same definition, context and
 * versions is taken as it is: an unchanged tool costs no classification. Where a language model is given, it is asked
 * about doubts, but not about what people decided: their decisions stand over every verdict.
 */
export async function classifySnapshot(
  snapshot: ServerSnapshot,
  catalog: ServerMemory,
  { classifier, llm }: Pick<ScanTools, 'classifier' | 'llm'>,
): Promise<Omit<ListedResult, 'status'>> {
  const context = contextOf(snapshot);
  const last = await catalog.lastListed(snapshot.entry.id);
  const known = new Map(last?.classifications.map((verdict) => [keyOf(verdict), machineVerdict(verdict)]));
  const verdicts = snapshot.tools.map((tool) => {
    if (known.size === 0) return classifier.classifyTool(tool, context);
    const key = keyOf({
      definitionHash: definitionHash(tool),
      contextHash: contextHash(context, tool.name),
      versions: classifier.versions,
    });
    const verdict = known.get(key);
    const isReusable = verdict !== undefined && (llm === undefined || !wasAsked(verdict));
    return isReusable ? verdict : classifier.classifyTool(tool, context);
  });
  const change = changeOf(snapshot, last);
  const events = (await catalog.reviews?.eventsFor(snapshot.entry.id, snapshot.toolSetHash)) ?? [];
  const decided = decide(snapshot, verdicts, events);
  if (llm === undefined) return { snapshot, classifications: decided, change };
  const open = snapshot.tools.flatMap((tool, at) =>
    decided[at]?.decidedBy === 'person' ? [] : [{ at, item: { tool, context, verdict: verdicts[at]! } }],
  );
  const answers = await llm.adjudicate(open.map(({ item }) => item));
  for (const [index, { at }] of open.entries()) verdicts[at] = answers[index]!;
  return { snapshot, classifications: decide(snapshot, verdicts, events), change };
}

/** The verdicts with people's decisions on them. */
function decide(
  { entry, toolSetHash, tools }: ServerSnapshot,
  verdicts: readonly Classification[],
  events: readonly ReviewEvent[],
): Classification[] {
  const judged = tools.map(({ name }, at) => {
    const verdict = verdicts[at]!;
    return { name, definitionHash: verdict.definitionHash, verdict };
  });
  return applyDecisions({ server: entry.id, toolSetHash, tools: judged }, events).map(({ verdict }) => verdict);
}

/** Whether a model had its say: then it is judged anew, from the cache, beside the offline verdict that it was asked about. */
function wasAsked({ decidedBy, reviewReasons }: Classification): boolean {
  return decidedBy === 'llm' || reviewReasons.some(isAboutAsking);
}

/** What the classifier may know of the tools of a snapshot. */
function contextOf(snapshot: ServerSnapshot): ServerContext {
  return {
    server: snapshot.entry.id,
    ...(snapshot.instructions === undefined ? {} : { instructions: snapshot.instructions }),
    siblings: snapshot.tools.map(({ name }) => name),
  };
}

function keyOf(verdict: Pick<Classification, 'definitionHash' | 'contextHash' | 'versions'>): string {
  return JSON.stringify([
    verdict.definitionHash,
    verdict.contextHash,
    verdict.versions.rules,
    verdict.versions.weights,
  ]);
}

function changeOf(
  snapshot: ServerSnapshot,
  last: { toolSetHash: string; snapshot: ServerSnapshot } | undefined,
): ListedResult['change'] {
  if (last === undefined) return 'new';
  const isSame = last.toolSetHash === snapshot.toolSetHash && last.snapshot.instructions === snapshot.instructions;
  return isSame ? 'unchanged' : 'changed';
}
