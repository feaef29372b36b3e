import type { CollectionId, CollectionWish } from './collections/collection.ts';
import { COLLECTIONS } from './collections/index.ts';
import type { ServerTarget, TargetProblem } from './target.ts';
import type { SourceContext } from './target-source.ts';

/** A place to collect from, as a config names it: the kind of collection, and where it lies. */
export type CollectFrom = CollectionWish & { kind: CollectionId };

/**
 * The servers of all places, one place after the other, as they are found: nothing is held. A server that several places
 * name comes several times, see `mergeOrigins`; one that a registry deleted comes with that status, see `isWithdrawn`.
 */
export async function* collectEntries(
  places: readonly CollectFrom[],
  context: SourceContext,
): AsyncGenerator<ServerTarget | TargetProblem, void, void> {
  for (const { kind, ...wish } of places) {
    const collection = COLLECTIONS.find(({ id }) => id === kind);
    if (collection === undefined) yield { target: kind, problem: 'is no kind of collection', endsList: true };
    else yield* collection.read(wish, context);
  }
}
