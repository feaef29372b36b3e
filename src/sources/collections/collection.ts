import type { ServerTarget, TargetProblem } from '../target.ts';
import type { SourceContext } from '../target-source.ts';

/** What is asked of a collection. */
export type CollectionWish = {
  /** File, folder or base URL. */
  from: string;
};

/** A place that names many servers: one file, one line in the list. What cannot be read is a problem, and the rest goes on. */
export type Collection = {
  /** Word by which a config names it. */
  id: CollectionId;
  /** What it reads, for help. */
  title: string;
  read: (wish: CollectionWish, context: SourceContext) => AsyncIterable<ServerTarget | TargetProblem>;
};

/** The words by which a config names collections. */
export const COLLECTION_IDS = [
  'client-config',
  'docker-registry',
  'json-lines',
  'list',
  'mcp-registry',
  'toolhive-registry',
] as const;
/** Word by which a config names a collection. */
export type CollectionId = (typeof COLLECTION_IDS)[number];
