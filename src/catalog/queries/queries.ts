import type { CloneFilter, CloneRow } from './clones.ts';
import type { FailureFilter, FailureRow } from './failures.ts';
import type { ToolFilter } from './filter.ts';
import type { Moment } from './moment.ts';
import type { ServerDetail } from './server.ts';
import type { ServerRow } from './servers.ts';
import type { Stats } from './stats.ts';
import type { ToolDetail } from './tool.ts';
import type { ToolRow } from './tools.ts';

/** What can be asked of a catalogue. Lists are streamed, page by page: no cursor stays open. */
export type CatalogQueries = {
  tools: (filter: ToolFilter) => AsyncIterable<ToolRow>;
  servers: (filter: ToolFilter) => AsyncIterable<ServerRow>;
  failures: (filter: FailureFilter) => AsyncIterable<FailureRow>;
  /** Tool sets that more than one server has now, those of the most servers first. */
  clones: (filter: CloneFilter) => AsyncIterable<CloneRow>;
  /** Every tool of one name on one server. */
  tool: (which: { server: string; tool: string; moment?: Moment }) => Promise<ToolDetail[]>;
  /** Undefined when the server was never seen. */
  server: (id: string) => Promise<ServerDetail | undefined>;
  stats: (moment: Moment) => Promise<Stats>;
};
