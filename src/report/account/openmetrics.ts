import { type Account, DUE_REASON_CODES, NIGHT_STAGES } from '../../model/account.ts';
import { escapeLabelValue } from '../../model/escape/openmetrics.ts';
import { FAILURE_CODES } from '../../model/failure.ts';
import type { AccountFormat } from './account-format.ts';

/**
 * OpenMetrics 1.0 text for monitoring, last line `# EOF`. Only gauges without timestamps: so the older text format of
 * Prometheus reads it too, which node_exporter's textfile collector expects. Every code, reason and stage has its
 * sample, 0 where it did not occur, so that no series comes and goes.
 */
export const openmetrics: AccountFormat = {
  id: 'openmetrics',
  fileName: 'account.prom',
  render: (account) =>
    `${[...night(account), ...outcome(account), ...holdings(account), ...cost(account)].join('')}# EOF\n`,
};

const MS_PER_SECOND = 1000;

function night(account: Account): string[] {
  const { run, sources, due, notDue, versionsAsked } = account;
  const { servers: named, withdrawn, unnamed } = sources;
  return [
    gaugeBy('night_run', 'Always 1; the label names the run that all night figures are of.', 'run', [[run, 1]]),
    gauge('night_start_timestamp_seconds', 'When the night began.', secondsOf(account.startedAt)),
    gauge('night_account_timestamp_seconds', 'When its account was drawn up.', secondsOf(account.at)),
    gauge('night_complete', '1 when all that was due is done, else 0.', account.state === 'complete' ? 1 : 0),
    gauge('night_resumes', 'How often the night was taken up again.', account.resumed),
    gaugeBy(
      'night_source_servers',
      'Servers that sources named, withdrew, or name no more.',
      'state',
      Object.entries({ named, withdrawn, unnamed }),
    ),
    gauge('night_source_problems', 'Records of sources that could not be read.', sources.problems),
    gauge('night_source_incomplete', '1 when a listing ended early, else 0.', sources.isIncomplete ? 1 : 0),
    gaugeBy(
      'night_due_servers',
      'Servers that were due, by reason.',
      'reason',
      DUE_REASON_CODES.map((reason) => [reason, due.reasons[reason] ?? 0]),
    ),
    gauge('night_not_due_servers', 'Servers that were named and not due.', notDue),
    gauge(
      'night_versions_asked',
      'Of those, packages whose registry was asked for a newer version, to no news.',
      versionsAsked,
    ),
  ];
}

function outcome(account: Account): string[] {
  const { remaining, new: first, changed, unchanged, failed } = account;
  const servers = new Map<string, number>(failed.codes.map((each) => [each.code, each.servers]));
  return [
    gauge('night_remaining_servers', 'Servers that were due and are not done.', remaining),
    gaugeBy(
      'night_listed_servers',
      'Servers that were listed, by change.',
      'change',
      Object.entries({ new: first, changed, unchanged }),
    ),
    gaugeBy(
      'night_failed_servers',
      'Servers that could not be listed, by failure code.',
      'code',
      Object.keys(FAILURE_CODES).map((code) => [code, servers.get(code) ?? 0]),
    ),
    gauge(
      'night_newly_unreachable_servers',
      'Servers that failed and were listed the time before.',
      account.newlyUnreachable.total,
    ),
    gauge('night_new_tools', 'New tools of servers known before.', account.newTools.total),
    gauge('night_risen_tools', 'Tools whose category or effects became more severe.', account.risen.total),
  ];
}

function holdings({ stale, clones, catalog }: Account): string[] {
  return [
    gauge('stale_servers', 'Servers whose last try failed and whose last good list still stands.', stale.total),
    gauge('clone_tool_sets', 'Tool sets that more than one server has.', clones.toolSets),
    gauge('cloned_servers', 'Servers with such a tool set.', clones.servers),
    gauge('catalog_servers', 'Servers ever seen.', catalog.servers),
    gauge('catalog_listed_servers', 'Servers with a list.', catalog.listed),
    gauge('catalog_tools', 'Tools on these lists.', catalog.tools),
    gauge('catalog_tools_in_review', 'Tools that wait for a person.', catalog.needsReview),
  ];
}

function cost({ stages, llm }: Account): string[] {
  const ms = new Map<string, number>(stages.map((each) => [each.stage, each.ms]));
  const times = gaugeBy(
    'night_stage_seconds',
    'Time by stage; connect, classify and save added up over servers side by side.',
    'stage',
    NIGHT_STAGES.map((stage) => [stage, (ms.get(stage) ?? 0) / MS_PER_SECOND]),
  );
  if (llm === undefined) return [times];
  return [
    times,
    gaugeBy('night_llm_requests', 'Requests to the language model.', 'model', [[llm.model, llm.requests]]),
    gauge('night_llm_cache_hits', 'Answers that were remembered.', llm.cacheHits),
    gauge('night_llm_tokens', 'Tokens in and out.', llm.tokens),
    ...(llm.cost === null ? [] : [gauge('night_llm_cost_dollars', 'What the language model cost.', llm.cost)]),
  ];
}

/** A family of one sample. */
function gauge(name: string, help: string, value: number): string {
  return `${descriptors(name, help)}toolrisk_${name} ${value}\n`;
}

/** A family with a sample for each value of its one label. */
function gaugeBy(
  name: string,
  help: string,
  label: string,
  values: readonly (readonly [value: string, number: number])[],
): string {
  const samples = values.map(
    ([value, number]) => `toolrisk_${name}{${label}="${escapeLabelValue(value)}"} ${number}\n`,
  );
  return descriptors(name, help) + samples.join('');
}

/** The lines before a family's samples; a unit stands at the end of the name, as the specification wants it. */
function descriptors(name: string, help: string): string {
  const unit = /_(seconds|dollars)$/.exec(name)?.[1];
  const unitLine = unit === undefined ? '' : `# UNIT toolrisk_${name} ${unit}\n`;
  return `# TYPE toolrisk_${name} gauge\n${unitLine}# HELP toolrisk_${name} ${help}\n`;
}

/** Seconds since 1970; 0 where the text is no time. */
function secondsOf(iso: string): number {
  return (Date.parse(iso) || 0) / MS_PER_SECOND;
}
