import type { MultiBar, SingleBar } from 'cli-progress';
import type { OnEvent } from '../../model/event.ts';
import type { NightProgress } from '../../pipeline/nightly/night-options.ts';
import { note } from '../output.ts';
import { oneLine } from './screen.ts';

/** Shows a night while it goes on; `stop` before anything else is printed. */
export type NightDisplay = { onEvent: OnEvent; onProgress: (progress: NightProgress) => void; stop: () => void };

/** What a lane's servers are called. */
const LANE_WORDS = { installs: 'packages', stdio: 'commands', remotes: 'remotes' } as const;

/** How often a log gets a line: not oftener than this. */
const LINE_EVERY_MS = 30_000;

/** Live bars on a terminal, a line now and then in a log. Everything goes to stderr. */
export async function startNightDisplay(stream: { isTTY?: boolean }): Promise<NightDisplay> {
  return stream.isTTY === true ? await barDisplay() : lineDisplay();
}

async function barDisplay(): Promise<NightDisplay> {
  const { MultiBar, Presets } = await import('cli-progress');
  const bars: MultiBar = new MultiBar(
    {
      format: '{stage} {bar} {value}/{total}  {rate}/s  {left} left  {failed} failed',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: false,
      noTTYOutput: false,
      stream: process.stderr,
    },
    Presets.rect,
  );
  const begun = performance.now();
  const byStage = new Map<string, { bar: SingleBar; since: number }>();
  const draw = ({ stage, total, done, failed }: Counted): void => {
    const known = byStage.get(stage);
    const { bar, since } = known ?? { bar: bars.create(total, 0, {}), since: sinceOf(stage, begun) };
    if (known === undefined) byStage.set(stage, { bar, since });
    bar.setTotal(Math.max(total, 1));
    bar.update(done, { stage: stage.padEnd(9), failed, ...speedOf(done, total, performance.now() - since) });
  };
  return {
    onEvent: (event) => {
      if (event.type !== 'note') return;
      bars.log(
        `toolrisk: ${event.server === undefined ? '' : `${oneLine(event.server)}: `}${oneLine(event.message)}\n`,
      );
    },
    onProgress: (progress) => draw(countedOf(progress)),
    stop: () => bars.stop(),
  };
}

function lineDisplay(): NightDisplay {
  const begun = performance.now();
  const told = new Map<string, number>();
  const since = new Map<string, number>();
  return {
    onEvent: (event) => {
      if (event.type !== 'note') return;
      note(`toolrisk: ${event.server === undefined ? '' : `${oneLine(event.server)}: `}${oneLine(event.message)}`);
    },
    onProgress: (progress) => {
      const { stage, total, done, failed } = countedOf(progress);
      const now = performance.now();
      if (!since.has(stage)) since.set(stage, sinceOf(stage, begun));
      const isEnd = progress.stage === 'look' && done === total;
      if (!isEnd && now - (told.get(stage) ?? since.get(stage) ?? now) < LINE_EVERY_MS) return;
      told.set(stage, now);
      const { rate, left } = speedOf(done, total, now - (since.get(stage) ?? now));
      const of = progress.stage === 'look' ? `${done} of ${total}` : `${done}`;
      const more = progress.stage === 'look' && !isEnd ? `, ${left} left` : '';
      note(`toolrisk: ${stage}: ${of}, ${rate}/s${more}${failed > 0 ? `, ${failed} failed` : ''}`);
    },
    stop: () => undefined,
  };
}

type Counted = { stage: string; total: number; done: number; failed: number };

function countedOf(progress: NightProgress): Counted {
  if (progress.stage === 'collect') return { stage: 'collect', total: progress.named, done: progress.named, failed: 0 };
  const { lane, total, done, failed } = progress;
  return { stage: LANE_WORDS[lane], total, done, failed };
}

/** When a stage began: collecting with the display, the others with their first word. */
function sinceOf(stage: string, begun: number): number {
  return stage === 'collect' ? begun : performance.now();
}

/** Servers a second since the stage began, and the time that the rest takes at that rate. */
function speedOf(done: number, total: number, ms: number): { rate: string; left: string } {
  const rate = ms > 0 ? (done * 1000) / ms : 0;
  const seconds = rate > 0 ? Math.ceil((total - done) / rate) : undefined;
  return { rate: rate.toFixed(rate < 10 ? 1 : 0), left: seconds === undefined ? '?' : clock(seconds) };
}

function clock(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const rest = `${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
