import type { Classification } from '../../model/classification.ts';
import type { ServerSnapshot } from '../../model/snapshot.ts';
import type { Change } from './change.ts';
import { compareTools, isCritical } from './compare-tools.ts';
import { type JudgedTool, pairTools } from './pair-tools.ts';
import { diffTexts } from './text-diff.ts';

/** A list with its verdicts. */
export type JudgedList = { snapshot: ServerSnapshot; classifications: readonly Classification[] };

/** Names of critical tools that a new server's change lists. */
const MAX_CRITICAL = 50;

/** What is to say of a server that is listed for the first time. */
export function serverAdded(server: string, { snapshot, classifications }: JudgedList): Change {
  const critical = snapshot.tools.filter((_tool, index) => isCritical(classifications[index]?.category ?? 'Read'));
  const names = critical.slice(0, MAX_CRITICAL).map(({ name }) => name);
  return { server, kind: 'server-added', tools: snapshot.tools.length, critical: names };
}

/** What changed between two lists of one server, in the order of the later list. */
export function compareServers(server: string, before: JudgedList, after: JudgedList): Change[] {
  const changes: Change[] = [];
  const [from, to] = [versionOf(before.snapshot), versionOf(after.snapshot)];
  if (from !== undefined && to !== undefined && from !== to)
    changes.push({ server, kind: 'version-changed', from, to });
  const [oldWords = '', newWords = ''] = [before.snapshot.instructions, after.snapshot.instructions];
  if (oldWords !== newWords)
    changes.push({ server, kind: 'instructions-changed', diff: diffTexts(oldWords, newWords) });
  const { same, renamed, added, removed } = pairTools(toolsOf(before), toolsOf(after));
  const sameVersion = from === to ? to : undefined;
  for (const pair of [...same, ...renamed]) changes.push(...compareTools(server, pair.before, pair.after, sameVersion));
  for (const { tool, verdict } of added)
    changes.push({
      server,
      kind: 'tool-added',
      tool: tool.name,
      category: verdict.category,
      isNewlyCritical: isCritical(verdict.category),
    });
  for (const { tool, verdict } of removed)
    changes.push({ server, kind: 'tool-removed', tool: tool.name, category: verdict.category });
  return changes;
}

/** The exact package that ran, or for a remote the version that it states. */
function versionOf({ provenance, serverInfo }: ServerSnapshot): string | undefined {
  if (provenance.package !== undefined) return provenance.package;
  const { version } = serverInfo;
  return typeof version === 'string' && version !== '' ? version : undefined;
}

function toolsOf({ snapshot, classifications }: JudgedList): JudgedTool[] {
  return snapshot.tools.flatMap((tool, index) => {
    const verdict = classifications[index];
    return verdict === undefined ? [] : [{ tool, verdict }];
  });
}
