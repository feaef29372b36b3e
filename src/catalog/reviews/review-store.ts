import type { Kysely } from 'kysely';
import type { Classification } from '../../model/classification.ts';
import type { ReviewEvent } from '../../model/review-event.ts';
import type { Tool } from '../../model/tool.ts';
import type { CatalogTables } from '../schema.ts';
import { appendEvents, readEventsFor, readEventsOn, readJournal } from './events.ts';
import { readDefinition, readKnownTool } from './known-tool.ts';
import { readDoubtful, readReviewed, readServer, readSharedToolSets } from './listed-tools.ts';

/** A server as it was listed last, as far as reviews look at it. */
export type ListedTools = {
  server: string;
  toolSetHash: string;
  tools: ListedTool[];
};

/** A tool of a server's last list, with the verdict that the catalogue holds. */
export type ListedTool = { name: string; definitionHash: string; verdict: Classification };

/** A tool as a server once had it, with what stood beside it. */
export type KnownTool = { tool: Tool; siblings: string[]; instructions?: string };

/** What the catalogue remembers of people's decisions, and what it holds for them to decide. Streams hold a page at a time. */
export type ReviewStore = {
  /** Adds events to the journal, all or none; an id that is there stays as it is. Gives how many were added. */
  append: (events: readonly ReviewEvent[]) => Promise<number>;
  /** Events on a server or on its tool set, in the order of the journal. */
  eventsFor: (server: string, toolSetHash: string) => Promise<ReviewEvent[]>;
  /** Events on a definition, wherever it stands. */
  eventsOn: (definitionHash: string) => Promise<ReviewEvent[]>;
  /** The whole journal in its order. */
  journal: () => AsyncIterable<ReviewEvent>;
  /** Last list of a server. */
  serverOf: (server: string) => Promise<ListedTools | undefined>;
  /** Last lists of the servers on which, or on whose tool set, there are events; by server id. */
  reviewed: () => AsyncIterable<ListedTools>;
  /** All other servers, by server id, each with only those tools whose verdict needs review. */
  doubtful: () => AsyncIterable<ListedTools>;
  /** On how many servers a tool set stands now, where on more than one. */
  sharedToolSets: () => Promise<Map<string, number>>;
  /** A definition by its hash, whether a server still has it or not. */
  definitionOf: (definitionHash: string) => Promise<Tool | undefined>;
  /** A tool as a server had it last, with its siblings then. */
  knownTool: (server: string, definitionHash: string) => Promise<KnownTool | undefined>;
};

/** The reviews of a catalogue; `guard` turns errors of the database into `DependencyError`. */
export function reviewStoreOn(
  db: Kysely<CatalogTables>,
  guard: <T>(work: () => Promise<T>) => Promise<T>,
  guardStream: <T>(stream: AsyncIterable<T>) => AsyncIterable<T>,
): ReviewStore {
  return {
    append: (events) => guard(() => appendEvents(db, events)),
    eventsFor: (server, toolSetHash) => guard(() => readEventsFor(db, server, toolSetHash)),
    eventsOn: (definitionHash) => guard(() => readEventsOn(db, definitionHash)),
    journal: () => guardStream(readJournal(db)),
    serverOf: (server) => guard(() => readServer(db, server)),
    reviewed: () => guardStream(readReviewed(db)),
    doubtful: () => guardStream(readDoubtful(db)),
    sharedToolSets: () => guard(() => readSharedToolSets(db)),
    definitionOf: (definitionHash) => guard(() => readDefinition(db, definitionHash)),
    knownTool: (server, definitionHash) => guard(() => readKnownTool(db, server, definitionHash)),
  };
}
