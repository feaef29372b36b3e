import { existsSync } from 'node:fs';
import { openCatalog } from '../../catalog/open-catalog.ts';
import { LANES, type Lane, type NamedServer, type ScheduleReason } from '../../catalog/schedule/schedule.ts';
import type { DueReason } from '../../model/account.ts';
import { recordOf } from '../../model/json.ts';
import { collect } from './collect.ts';
import { chooseBy, dueTerms, judgedByOf } from './due-terms.ts';
import { type Limits, limitsFor } from './limits.ts';
import type { NightOptions, NightTools } from './night-options.ts';

/** What a night would do now. */
export type NightPlan = {
  servers: number;
  withdrawn: number;
  problems: number;
  problemExamples: { target: string; problem: string }[];
  isIncomplete: boolean;
  /** Servers that would be looked at, by the reason. */
  due: Partial<Record<DueReason, number>>;
  /** Unpinned packages whose registry would be asked for a newer version. */
  versionsAsked: number;
  lanes: Record<Lane, number>;
  limits: Limits;
  /** The first servers of each reason. */
  examples: { server: string; reason: ScheduleReason }[];
};

/** Servers of each reason that a plan names. */
const EXAMPLES = 5;

/**
 * Says what a night would do and why, and writes nothing: the sources are read, no server is contacted. An unfinished
 * night is not taken into account.
 */
export async function planNight(options: NightOptions, tools: NightTools): Promise<NightPlan> {
  const isNew = !/^postgres(?:ql)?:\/\//.test(options.database) && !existsSync(options.database);
  const catalog = await openCatalog(isNew ? ':memory:' : options.database, { now: tools.now });
  try {
    const judgedBy = judgedByOf(tools.classifier, options.llm);
    const choose = chooseBy(dueTerms(options.config, judgedBy, tools.now()));
    const reasons = new Map<ScheduleReason, number>();
    const plan = { servers: 0, withdrawn: 0, lanes: recordOf(LANES, () => 0), examples: [] as NightPlan['examples'] };
    const take = async (servers: readonly NamedServer[]): Promise<void> => {
      const present = servers.filter(({ isWithdrawn }) => !isWithdrawn);
      plan.withdrawn += servers.length - present.length;
      plan.servers += present.length;
      if (present.length === 0) return;
      for (const facts of await catalog.schedule.factsOf(present)) {
        const reason = choose(facts);
        if (reason === undefined) continue;
        const before = reasons.get(reason) ?? 0;
        reasons.set(reason, before + 1);
        plan.lanes[facts.lane] += 1;
        if (before < EXAMPLES) plan.examples.push({ server: facts.server, reason });
      }
    };
    const { problems, problemExamples, isIncomplete } = await collect(options, tools, take);
    const { 'ask-version': versionsAsked = 0, ...due }: Partial<Record<ScheduleReason, number>> =
      Object.fromEntries(reasons);
    const limits = limitsFor(options.config.limits);
    return { ...plan, problems, problemExamples, isIncomplete, due, versionsAsked, limits };
  } finally {
    await catalog.close();
  }
}
