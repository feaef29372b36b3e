import { openCatalog } from '../../catalog/open-catalog.ts';
import type { Account } from '../../model/account.ts';
import type { Summary } from '../../report/summary.ts';
import { openLlm } from '../open-llm.ts';
import { beginNight, takeUpNight } from './begin-night.ts';
import { addLedger } from './draw-up-account.ts';
import { judgedByOf } from './due-terms.ts';
import { endNight } from './end-night.ts';
import { lookAtAll } from './look-at-all.ts';
import { takeNightLock } from './night-lock.ts';
import { openNews } from './night-news.ts';
import type { NightOptions, NightTools } from './night-options.ts';

/** A night that ended. */
export type Night = {
  account: Account;
  /** Counts over the servers that brought news. */
  news: Summary;
  /** Paths that were written. */
  written: string[];
};

/**
 * From sources to the account of the morning: collect → decide what is due → look at it (connect, classify, set policy,
 * remember) → report → account. A night that was stopped or killed goes on where it was. One bad server is one failed
 * row. Throws `DependencyError` where the catalogue cannot serve or another night runs.
 */
export async function runNight(options: NightOptions, tools: NightTools): Promise<Night> {
  const { database, llm: llmOptions } = options;
  const release = await takeNightLock(options, tools);
  try {
    const catalog = await openCatalog(database, { now: tools.now });
    try {
      const judgedBy = judgedByOf(tools.classifier, llmOptions);
      const unfinished = await takeUpNight(catalog, options, tools);
      const begun = unfinished ?? (await beginNight(catalog, options, tools, judgedBy));
      const { run, clock } = begun;
      const newsOf = () => catalog.resultsOf(run.id, 'news');
      const news = await openNews(run, options, unfinished === undefined ? undefined : newsOf(), tools);
      const llm = await openLlm(llmOptions, { ...tools, cache: catalog.answers });
      await clock.time('look', () => lookAtAll(catalog, begun, options, { ...tools, llm }, { judgedBy, news }));
      const asked = addLedger(begun.account.llm, await llm?.close());
      const soFar = { ...begun.account, ...(asked === undefined ? {} : { llm: asked }) };
      const { account, written } = await endNight(catalog, { run, account: soFar, clock }, news, tools);
      return { account, news: news.summary(), written };
    } finally {
      await catalog.close();
    }
  } finally {
    await release();
  }
}
