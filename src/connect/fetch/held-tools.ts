import { AsyncLocalStorage } from 'node:async_hooks';

/** The tools (npm, pip, uv) that work for one install. */
export type ToolGroup = {
  /** Stops them where they are; those that start meanwhile are stopped too. False where none was at work. */
  hold: () => boolean;
  /** Lets them go on. */
  release: () => void;
  /** Runs work whose tools belong to the group. */
  run: <T>(work: () => Promise<T>) => Promise<T>;
};

type Member = { add: (pid: number) => void; delete: (pid: number) => void };
const current = new AsyncLocalStorage<Member>();

/** Begins a group of tools that can be held while they are looked at. */
export function createToolGroup(): ToolGroup {
  const pids = new Set<number>();
  let isHeld = false;
  const setHeld = (held: boolean) => {
    isHeld = held;
    for (const pid of pids) signalGroup(pid, held ? 'SIGSTOP' : 'SIGCONT');
  };
  const member: Member = {
    add: (pid) => {
      pids.add(pid);
      if (isHeld) signalGroup(pid, 'SIGSTOP');
    },
    delete: (pid) => pids.delete(pid),
  };
  return {
    hold: () => {
      setHeld(true);
      return pids.size > 0;
    },
    release: () => setHeld(false),
    run: (work) => current.run(member, work),
  };
}

/** Counts a tool, the leader of its process group, among those of the install that it works for; gives how to end that. */
export function joinTools(pid: number | undefined): () => void {
  const member = current.getStore();
  if (pid === undefined || member === undefined) return () => undefined;
  member.add(pid);
  return () => member.delete(pid);
}

/** Sends a signal to a process group, unless it is gone. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
