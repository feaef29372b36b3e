import type { Account } from '../../model/account.ts';
import { escapeMarkdown } from '../../model/escape/markdown.ts';
import { FAILURE_CODES } from '../../model/failure.ts';
import { count } from '../wording.ts';
import type { AccountFormat } from './account-format.ts';
import { dueFacts, headlineOf, llmFact, span, stageFacts } from './wording.ts';

/** A page for a ticket, a chat or a job summary. */
export const markdown: AccountFormat = { id: 'markdown', fileName: 'account.md', render };

const MAX_TEXT = 300;

function render(account: Account): string {
  const { run, startedAt, at, resumed } = account;
  const again = resumed === 0 ? '' : `, taken up again ${count(resumed, 'time')}`;
  return [
    `# Night of ${text(startedAt.slice(0, 10))}\n`,
    `${headlineOf(account)}.\n`,
    `Run ${text(run)}, ${text(startedAt)} to ${text(at)}${again}.\n`,
    serversTable(account),
    failures(account),
    ...changes(account),
    clones(account),
    costs(account),
    catalog(account),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function serversTable(account: Account): string {
  const { sources, due, notDue, versionsAsked, remaining } = account;
  const rows: [string, number][] = [
    ['named by the sources', sources.servers],
    ['withdrawn by their sources', sources.withdrawn],
    ['named no more', sources.unnamed],
    ['due', due.total],
    ...dueFacts(account).map(({ reason, meaning, servers }): [string, number] => [
      `due: ${reason} (${meaning})`,
      servers,
    ]),
    ['not due', notDue],
    ['of those, asked for a newer version', versionsAsked],
    ['listed, first seen', account.new],
    ['listed, changed', account.changed],
    ['listed, unchanged', account.unchanged],
    ['not listed', account.failed.total],
    ['to do', remaining],
  ];
  const problems = sources.problemExamples.map(({ target, problem }) => `- ${text(target)}: ${text(problem)}\n`);
  const unread =
    sources.problems === 0 ? '' : `\n${count(sources.problems, 'record')} could not be read:\n\n${problems.join('')}`;
  const early = sources.isIncomplete ? '\nA listing ended early, so no server counts as named no more.\n' : '';
  return `| servers | |\n|---|---:|\n${rows.map(([name, number]) => `| ${name} | ${whole(number)} |\n`).join('')}${unread}${early}`;
}

function failures({ failed }: Account): string {
  if (failed.total === 0) return '';
  const parts = failed.codes.map(({ code, servers, examples }) => {
    const [meaning, nextStep] = FAILURE_CODES[code];
    const lines = examples.map(({ server, message }) => `  - ${text(server)}: ${text(message)}\n`);
    return `- **${code}**, ${count(servers, 'server')}: ${meaning}; ${escapeMarkdown(nextStep)}\n${lines.join('')}`;
  });
  return `## Not listed\n\nNothing is known about their tools. That is no sign of low risk.\n\n${parts.join('')}`;
}

function changes({ newlyUnreachable, stale, newTools, risen }: Account): string[] {
  return [
    section(
      'Newly unreachable',
      newlyUnreachable,
      ({ server, code, message, lastListedAt }) =>
        `${text(server)}, ${code}, last listed ${text(lastListedAt)}: ${text(message)}`,
    ),
    section(
      'Stale lists that still stand',
      stale,
      ({ server, code, listedAt, ageMs }) => `${text(server)}, ${code}, listed ${text(listedAt)}, ${span(ageMs)} ago`,
    ),
    section(
      'Tools whose risk rose',
      risen,
      ({ server, tool, from, to }) => `${text(tool)} of ${text(server)}: ${from} → ${to}`,
    ),
    section(
      'New tools of known servers',
      newTools,
      ({ server, tool, category }) => `${text(tool)} of ${text(server)}: ${category}`,
    ),
  ];
}

function clones({ clones: { toolSets, servers, examples } }: Account): string {
  if (toolSets === 0) return '';
  const lines = examples.map(
    (each) =>
      `- ${count(each.tools, 'tool')} on ${count(each.servers, 'server')} (${each.toolSetHash.slice(0, 12)}): ${each.examples.map(text).join(', ')}\n`,
  );
  return `## Clones\n\n${count(toolSets, 'tool set')} on ${count(servers, 'server')} in all.\n\n${lines.join('')}`;
}

function costs(account: Account): string {
  const rows = stageFacts(account).map(({ stage, ms }) => `| ${stage} | ${span(ms)} |\n`);
  const llm = llmFact(account);
  return `## Time and cost\n\n| stage | time |\n|---|---:|\n${rows.join('')}\nconnect, classify and save are added up over servers that were looked at side by side.\n${llm === undefined ? '' : `\nLanguage model ${text(llm)}.\n`}`;
}

function catalog({ catalog: held }: Account): string {
  return `## Catalogue\n\n${count(held.tools, 'tool')} on ${count(held.listed, 'listed server')} of ${whole(held.servers)} ever seen; ${count(held.needsReview, 'tool')} in review.\n`;
}

function section<T>(
  title: string,
  { total, examples }: { total: number; examples: readonly T[] },
  line: (example: T) => string,
): string {
  if (total === 0) return '';
  const more = total > examples.length ? `- and ${whole(total - examples.length)} more\n` : '';
  return `## ${title}: ${whole(total)}\n\n${examples.map((example) => `- ${line(example)}\n`).join('')}${more}`;
}

function whole(number: number): string {
  return number.toLocaleString('en');
}

function text(untrusted: string): string {
  return escapeMarkdown(untrusted.length > MAX_TEXT ? `${untrusted.slice(0, MAX_TEXT)}…` : untrusted);
}
