import type { Catalog } from '../catalog/catalog.ts';
import { isAboutAsking } from '../classify/questions/judge.ts';
import type { Classification } from '../model/classification.ts';
import type { ListedResult } from '../model/run.ts';
import { contextHash, type ServerContext } from '../model/server-context.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';
import { definitionHash } from '../model/tool.ts';
import type { ScanTools } from './scan-options.ts';

/**
 * Verdicts on all tools of a snapshot. A verdict that the catalogue holds for the same definition, context and
 * versions is taken as it is: an unchanged tool costs no classification. Where a language model is given, it is asked
 * about doubts.
 */
export async function classifySnapshot(
  snapshot: ServerSnapshot,
  catalog: Pick<Catalog, 'lastListed'>,
  { classifier, llm }: Pick<ScanTools, 'classifier' | 'llm'>,
): Promise<Omit<ListedResult, 'status'>> {
  const context = contextOf(snapshot);
  const last = await catalog.lastListed(snapshot.entry.id);
  const known = new Map(last?.classifications.map((verdict) => [keyOf(verdict), verdict]));
  const classifications = snapshot.tools.map((tool) => {
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
  if (llm === undefined) return { snapshot, classifications, change };
  const items = snapshot.tools.map((tool, at) => ({ tool, context, verdict: classifications[at]! }));
  return { snapshot, classifications: await llm.adjudicate(items), change };
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
