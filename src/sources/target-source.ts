import type { ServerTarget, TargetProblem } from './target.ts';

/** What a source may know of the place where the operator typed. */
export type SourceContext = {
  /** The operator's working folder, absolute. */
  cwd: string;
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
