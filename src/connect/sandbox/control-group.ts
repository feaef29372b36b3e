import type { SandboxLimits } from '../options.ts';

/** A control group of one server; where none can be had its functions do nothing. */
export type ControlGroup = {
  /** Moves a process in. */
  add: (pid: number) => void;
  /** Takes the group away once its processes have ended. */
  remove: () => void;
};

const NONE: ControlGroup = { add: () => undefined, remove: () => undefined };

/** Creates a control group with the limits on memory and processes of a whole tree, where this machine lets us. */
export function createControlGroup(_limits: SandboxLimits): ControlGroup {
  return NONE;
}

/** What does not hold without control groups, one sentence each. */
export function controlGroupRemarks(): string[] {
  return [];
}
