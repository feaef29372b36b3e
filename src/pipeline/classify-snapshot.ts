import type { Catalog } from '../catalog/catalog.ts';
import type { Classifier } from '../classify/classifier.ts';
import type { Classification } from '../model/classification.ts';
import type { ListedResult } from '../model/run.ts';
import { contextHash, type ServerContext } from '../model/server-context.ts';
import type { ServerSnapshot } from '../model/snapshot.ts';
import { definitionHash } from '../model/tool.ts';

/**
 * Verdicts on all tools of a snapshot. A verdict that the catalogue holds for the same definition, context and
 * versions is taken as it is: an unchanged tool costs no classification.
 */
export async function classifySnapshot(
  snapshot: ServerSnapshot,
  catalog: Pick<Catalog, 'lastListed'>,
  { classifier }: { classifier: Classifier },
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
    return known.get(key) ?? classifier.classifyTool(tool, context);
  });
  return { snapshot, classifications, change: changeOf(snapshot, last) };
}

/** What the classifier may know of the tools of a snapshot. */
export function contextOf(snapshot: ServerSnapshot): ServerContext {
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
