import { CATEGORIES } from '../../model/category.ts';
import type { Classification } from '../../model/classification.ts';
import { escapeJsonText } from '../../model/escape/json.ts';
import { escapeMarkdown } from '../../model/escape/markdown.ts';
import type { FailedResult, ListedResult, ServerResult } from '../../model/run.ts';
import type { Tool } from '../../model/tool.ts';
import { lastWordsOf } from '../last-words.ts';
import { countParameters, parametersOf } from '../parameters.ts';
import type { ReportFormat, ReportInput } from '../report-input.ts';
import { byRisk, nameOf, type RiskyTool, riskyTools, type Summary } from '../summary.ts';
import { CHANGE_IN_WORDS, count, MEANING_OF, percent, provenanceFacts, reasonsInWords } from '../wording.ts';

/** A page for a repository or a pull request. */
export const markdown: ReportFormat = { id: 'markdown', title: 'Markdown', fileName: 'report.md', render };

const RISKIEST_SHOWN = 15;
const MAX_TEXT = 600;

async function* render(input: ReportInput): AsyncIterable<string> {
  const { run, summary } = input;
  yield `# Tool risk report\n\n${count(summary.tools, 'tool')} on ${count(summary.listed, 'server')}, run ${text(run.id)}, ${text(run.startedAt)}.\n\n`;
  yield summaryTable(summary);
  yield riskiestTable(summary.riskiest.filter(({ cautious }) => cautious !== 'Read').slice(0, RISKIEST_SHOWN));
  if (summary.failed > 0) {
    yield `## Not listed: ${count(summary.failed, 'server')}\n\nNothing is known about their tools. That is no sign of low risk.\n\n`;
    for await (const { result } of input.servers()) if (result.status === 'failed') yield failure(result);
    yield '\n';
  }
  for await (const { result, policyText } of input.servers())
    if (result.status === 'listed') yield* server(result, policyText);
  const { toolrisk, rules, weights } = run.versions;
  yield `---\n\ntoolrisk ${text(toolrisk)}, rules ${text(rules)}, weights ${text(weights)}. Verdicts are made from the tools' own definitions; no tool was called.\n`;
}

function summaryTable(summary: Summary): string {
  const rows = CATEGORIES.toReversed().map(
    (category) => `| ${category} | ${summary.categories[category]} | ${MEANING_OF[category]} |\n`,
  );
  const { new: first, changed, unchanged } = summary.changes;
  return `| category | tools | such a tool |\n|---|---:|---|\n${rows.join('')}
- In doubt, for a person to decide: ${count(summary.needsReview, 'tool')}
- Annotations that the definition contradicts: ${count(summary.annotationMismatches, 'tool')}
- Malformed or repeated list items: ${summary.malformed}
- Servers: ${first} first seen, ${changed} changed, ${unchanged} unchanged, ${summary.failed} not listed\n\n`;
}

function riskiestTable(rows: readonly RiskyTool[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(
    (row) =>
      `| ${row.category}${row.needsReview ? '?' : ''} | ${text(row.tool)} | ${text(row.name)} | ${percent(row.confidence)} | ${text(row.reason)} |\n`,
  );
  return `## Riskiest tools\n\n| category | tool | server | confidence | why |\n|---|---|---|---:|---|\n${lines.join('')}\n`;
}

function failure(result: ServerResult & FailedResult): string {
  const { code, stage, message, nextStep, stderrTail } = result.failure;
  const lastWords = lastWordsOf(stderrTail);
  return `- **${text(nameOf(result))}** (${code} at ${stage}): ${text(message)}. Next step: ${text(nextStep)}.${lastWords === undefined ? '' : ` Last words: ${text(lastWords)}`}\n`;
}

function* server(result: ServerResult & ListedResult, policyText: string | undefined): Iterable<string> {
  const { snapshot } = result;
  yield `## ${text(nameOf(result))}\n\n${count(snapshot.tools.length, 'tool')}, ${CHANGE_IN_WORDS[result.change]}.\n\n`;
  for (const [name, value] of provenanceFacts(snapshot.provenance)) yield `- ${name}: ${text(value)}\n`;
  for (const { index, name, reason } of snapshot.malformed.slice(0, 20))
    yield `- Item ${index + 1}${name === undefined ? '' : ` (${text(name)})`} of its list could not be taken as it is: ${text(reason)}\n`;
  yield '\n';
  const order = riskyTools(result).map((row, index) => ({ row, index }));
  for (const { index } of order.sort((a, b) => byRisk(a.row, b.row) || a.index - b.index)) {
    const [tool, verdict] = [snapshot.tools[index], result.classifications[index]];
    if (tool !== undefined && verdict !== undefined) yield toolSection(tool, verdict);
  }
  if (policyText !== undefined) yield policyBlock(policyText);
}

function toolSection(tool: Tool, verdict: Classification): string {
  const doubt = verdict.needsReview ? `- In doubt: ${reasonsInWords(verdict.reviewReasons).join('; ')}\n` : '';
  const claims = (verdict.annotationMismatch ?? []).map(
    ({ hint, claimed, because }) => `- Claims ${hint}: ${claimed}. ${text(because)}\n`,
  );
  const evidence = verdict.evidence.map(({ pointer, quote }) => `  - ${text(pointer)}: “${text(quote)}”\n`);
  const actions = (verdict.actions ?? []).map(({ action, category }) => `${text(action)} ${category}`);
  return `### ${text(tool.name)}: ${verdict.category}${verdict.needsReview ? '?' : ''} (${percent(verdict.confidence)})

${text(verdict.rationale)}

${doubt}${claims.join('')}${verdict.effects.length > 0 ? `- Effects: ${verdict.effects.join(', ')}\n` : ''}${
  actions.length > 0 ? `- By action: ${actions.join(', ')}\n` : ''
}- Parameters: ${countParameters(parametersOf(tool.inputSchema))}\n${evidence.length > 0 ? `- Evidence\n${evidence.join('')}` : ''}\n`;
}

/** The policy in a fence that is longer than any run of backticks in it. */
function policyBlock(policyText: string): string {
  const longest = Math.max(2, ...[...policyText.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `### Default policy\n\n${fence}json\n${escapeJsonText(policyText).trimEnd()}\n${fence}\n\n`;
}

function text(untrusted: string): string {
  return escapeMarkdown(untrusted.length > MAX_TEXT ? `${untrusted.slice(0, MAX_TEXT)}…` : untrusted);
}
