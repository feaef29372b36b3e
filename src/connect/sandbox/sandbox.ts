import type { Readable, Writable } from 'node:stream';
import type { LaunchPlan } from '../launch-plan.ts';
import type { SandboxLimits } from '../options.ts';

/** How a process ended: an exit code, or the signal that killed it. */
export type ExitStatus = { code: number | null; signal: string | null };

/** A stranger's process that runs confined. */
export type ConfinedProcess = {
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** Settles when the process has ended; its last output may still be in the streams. Rejects with a Fault when it could not be started. */
  exited: Promise<ExitStatus>;
  /** Kills the process and every descendant at once; may be called again, and after the end. */
  kill: () => void;
};

/** A confinement that was tried on this machine and works. */
export type Sandbox = {
  /** `bubblewrap`, `docker`, `podman`, or `none` for --unsandboxed. */
  id: string;
  /** Starts a plan at once. Failures to start come by `exited`. */
  start: (plan: LaunchPlan, limits: SandboxLimits) => ConfinedProcess;
};

/** A way to confine: one file, one line in `index.ts`. */
export type SandboxWay = {
  /** The file's name. */
  id: string;
  /** What to install where it is missing, as part of a sentence. */
  install: string;
  /** Runs something trivial inside: gives the sandbox and what does not hold in it, or why it does not work. */
  probe: () => Promise<SandboxProbe>;
};

/** A way by a container engine: it can run images too. */
export type ContainerWay = SandboxWay & { id: 'docker' | 'podman' };

/** What probing one way found. */
export type SandboxProbe =
  | {
      works: true;
      sandbox: Sandbox;
      /** Walls that do not hold on this machine, one sentence each. */
      remarks: string[];
    }
  | {
      works: false;
      /** Why it does not work, one sentence. */
      reason: string;
    };
