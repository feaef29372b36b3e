import { type Account, NIGHT_STAGES, type NightStage } from '../../model/account.ts';

/** Adds up what the stages of a night take. */
export class StageClock {
  readonly #ms = new Map<NightStage, number>();

  /** A clock that goes on from what earlier starts of the run took. */
  constructor(before: Account['stages'] = []) {
    for (const { stage, ms } of before) this.#ms.set(stage, ms);
  }

  /** Does a piece of work and counts its time, also where it throws. */
  async time<T>(stage: NightStage, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#ms.set(stage, (this.#ms.get(stage) ?? 0) + performance.now() - started);
    }
  }

  /** What each stage took so far. */
  read(): Account['stages'] {
    return NIGHT_STAGES.map((stage) => ({ stage, ms: Math.round(this.#ms.get(stage) ?? 0) }));
  }
}
