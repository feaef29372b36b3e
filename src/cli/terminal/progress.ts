import type { OnEvent, RunEvent } from '../../model/event.ts';
import { note } from '../output.ts';
import { cutTo, oneLine } from './screen.ts';

/** Shows a run while it goes on; `stop` before anything else is printed. */
export type Progress = { onEvent: OnEvent; stop: () => void };

/** A bar on a terminal, only notes behind a pipe. Everything goes to stderr. */
export async function startProgress(stream: { isTTY?: boolean; columns?: number }): Promise<Progress> {
  if (stream.isTTY !== true) return { onEvent: printNote, stop: () => {} };
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: '{bar} {value}/{total} servers  {tools} tools  {doing}',
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    noTTYOutput: false,
    stream: process.stderr,
  });
  const state = { total: 0, started: 0, done: 0, tools: 0, doing: new Map<string, string>() };
  bar.start(0, 0, { tools: 0, doing: '' });
  const draw = (): void => {
    bar.setTotal(Math.max(state.total, state.started));
    bar.update(state.done, {
      tools: state.tools,
      doing: cutTo(doing(state.doing), Math.max(10, (stream.columns ?? 80) - 50)),
    });
  };
  return {
    onEvent: (event) => {
      if (event.type === 'note') {
        bar.stop();
        printNote(event);
        bar.start(Math.max(state.total, state.started), state.done, { tools: state.tools, doing: '' });
      } else follow(event, state);
      draw();
    },
    stop: () => bar.stop(),
  };
}

type State = { total: number; started: number; done: number; tools: number; doing: Map<string, string> };

function follow(event: Exclude<RunEvent, { type: 'note' }>, state: State): void {
  if (event.type === 'servers-found') state.total = event.servers;
  else if (event.type === 'server-started') {
    state.started += 1;
    state.doing.set(event.server, 'start');
  } else if (event.type === 'stage') state.doing.set(event.server, event.stage);
  else {
    state.done += 1;
    state.tools += event.tools;
    state.doing.delete(event.server);
  }
}

/** The newest work in hand. */
function doing(inHand: ReadonlyMap<string, string>): string {
  const [server, stage] = [...inHand].at(-1) ?? [];
  return server === undefined ? '' : `${stage} ${oneLine(server)}`;
}

function printNote(event: RunEvent): void {
  if (event.type !== 'note') return;
  note(`toolrisk: ${event.server === undefined ? '' : `${oneLine(event.server)}: `}${oneLine(event.message)}`);
}
