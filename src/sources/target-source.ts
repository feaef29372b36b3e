import type { OnEvent } from '../model/event.ts';
import type { Secret } from '../model/secret.ts';
import type { Mirrors } from './registries/mirrored-list.ts';
import type { ServerTarget, TargetProblem } from './target.ts';

/** What a source may know of the place where the operator typed. */
export type SourceContext = {
  /** The operator's working folder, absolute. */
  cwd: string;
  /** The registry that `registry:<name>` asks: the base URL of an MCP registry, or a file or folder that one was saved in. */
  registry?: string;
  /** Values that the operator allowed by name (`--env NAME`): only these are put in where a config refers to a variable. */
  env?: ReadonlyMap<string, Secret>;
  /** Ends what is being read. */
  signal?: AbortSignal;
  /** Where registries that are listed whole are mirrored; absent: they are asked for everything. */
  mirrors?: Mirrors;
  /** Receives notes on what was passed over. */
  onEvent?: OnEvent;
};

/** A kind of TARGET: one file in `arguments/`, one line in its list. */
export type TargetSource = {
  id: string;
  /** How such a target is written, for help and messages. */
  form: string;
  /** Whether an argument is of this kind. */
  accepts: (argument: string) => boolean;
  /** Reads it; what cannot be read comes out as a problem. */
  read: (argument: string, context: SourceContext) => Promise<(ServerTarget | TargetProblem)[]>;
};
