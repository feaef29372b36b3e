import { DUE_REASON_CODES, DUE_REASONS } from '../../model/account.ts';
import type { NightPlan } from '../../pipeline/nightly/plan-night.ts';
import { oneLine, type Screen } from './screen.ts';

/** What a night would do, for a person. */
export function viewPlan(plan: NightPlan, { paint }: Screen): string {
  const { servers, withdrawn, problems, lanes, limits } = plan;
  const lines = [paint.bold(`${servers} servers named, ${withdrawn} withdrawn, ${problems} not readable`)];
  for (const { target, problem } of plan.problemExamples) lines.push(`  ${oneLine(target)} ${oneLine(problem)}`);
  if (plan.isIncomplete) lines.push(paint.warn('  a listing ended early: nothing would count as gone'));
  let total = 0;
  for (const reason of DUE_REASON_CODES) {
    const count = plan.due[reason] ?? 0;
    total += count;
    if (count === 0) continue;
    lines.push('', paint.bold(`${count} ${reason}: ${DUE_REASONS[reason]}`), ...examplesOf(plan, reason, count));
  }
  if (plan.versionsAsked > 0) {
    const words = 'unpinned: their registry would be asked for a newer version';
    lines.push(
      '',
      paint.bold(`${plan.versionsAsked} ${words}`),
      ...examplesOf(plan, 'ask-version', plan.versionsAsked),
    );
  }
  lines.push('', total === 0 ? 'nothing is due' : `${total} due of ${servers}`);
  const sideBySide = `${limits.installs} packages, ${limits.stdio} commands, ${limits.remotes} remotes (${limits.perHost} a host)`;
  lines.push(`side by side: ${sideBySide}`);
  lines.push(`in all: ${lanes.installs} packages, ${lanes.stdio} commands, ${lanes.remotes} remotes`);
  return `${lines.join('\n')}\n`;
}

function examplesOf(plan: NightPlan, reason: string, count: number): string[] {
  const named = plan.examples.filter((each) => each.reason === reason).map(({ server }) => `  ${oneLine(server)}`);
  return count > named.length ? [...named, `  and ${count - named.length} more`] : named;
}
