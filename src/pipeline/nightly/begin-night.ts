import { randomBytes } from 'node:crypto';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Account } from '../../model/account.ts';
import { createRedactor } from '../../model/redact.ts';
import type { Run } from '../../model/run.ts';
import type { GivenValues } from '../../model/secret.ts';
import { readVersion } from '../assets.ts';
import { collect, collectValues, mirrorsOf, whoIsKnown } from './collect.ts';
import { drawUpAccount } from './draw-up-account.ts';
import { chooseBy, dueTerms } from './due-terms.ts';
import type { NightOptions, NightTools } from './night-options.ts';
import { StageClock } from './stage-clock.ts';

/** A night that was decided: what is due stands in the schedule. */
export type BegunNight = {
  run: Run;
  /** The account so far: what the sources said, and what earlier starts took. */
  account: Account;
  clock: StageClock;
  /** Values that stood in the sources, by server id. */
  given: ReadonlyMap<string, GivenValues>;
};

/** The night that was stopped or killed before its end, where it is young enough and would go on as it began. */
export async function takeUpNight(
  catalog: Catalog,
  options: NightOptions,
  tools: NightTools,
): Promise<BegunNight | undefined> {
  const account = await catalog.schedule.account('last');
  const run = account === undefined ? undefined : await catalog.findRun({ id: account.run });
  if (account === undefined || run === undefined || run.finishedAt !== undefined) return undefined;
  const age = tools.now().getTime() - Date.parse(run.startedAt);
  const isSame = JSON.stringify(run.versions) === JSON.stringify(recordRun(options, tools).versions);
  if (age > options.config.resumeWithin || !isSame) return undefined;
  const { remaining } = await catalog.schedule.counts(run.id);
  tools.onEvent({
    type: 'note',
    message: `goes on with the night of ${run.startedAt}, which was not finished: ${remaining} of ${account.due.total} servers remain`,
  });
  return {
    run,
    account: { ...account, resumed: account.resumed + 1 },
    clock: new StageClock(account.stages),
    given: await collectValues(options, tools),
  };
}

/** Begins a night: collects what the sources name and decides what is due. */
export async function beginNight(
  catalog: Catalog,
  options: NightOptions,
  tools: NightTools,
  judgedBy: string,
): Promise<BegunNight> {
  const run = recordRun(options, tools);
  const clock = new StageClock();
  await catalog.startRun(run);
  const { given, ...sources } = await clock.time('collect', () =>
    collect(options, tools, (servers) => catalog.schedule.name(run.id, servers), mirrorsOf(options, tools)),
  );
  const choose = chooseBy(dueTerms(options.config, judgedBy, tools.now()));
  await clock.time('decide', () => catalog.schedule.decide(run.id, whoIsKnown(sources), choose));
  const begun = { run, resumed: 0, sources };
  const account = await drawUpAccount(catalog, begun, clock, tools.now());
  await catalog.schedule.saveAccount(account);
  return { run, account, clock, given };
}

function recordRun({ config, llm }: NightOptions, { classifier, now }: NightTools): Run {
  const startedAt = now().toISOString();
  const redact = createRedactor([]);
  const { maxAge, timeouts, allowScripts, unsandboxed, allowPrivate, preset } = config;
  return {
    id: `run-${startedAt.replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`,
    startedAt,
    versions: { toolrisk: readVersion(), ...classifier.versions },
    options: {
      command: 'nightly',
      sources: config.sources.map(({ kind, from }) => `${kind} ${redact(from)}`),
      maxAgeMs: maxAge,
      timeoutMs: timeouts.server,
      installTimeoutMs: timeouts.install,
      allowScripts,
      unsandboxed,
      allowPrivate,
      preset,
      llm: llm.mode,
    },
  };
}
