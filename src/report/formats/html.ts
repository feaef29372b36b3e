import { createHash } from 'node:crypto';
import { CONTENTS_END, CONTENTS_HEAD, contentsRow } from '../html/contents-section.ts';
import { failureCard, failuresHead } from '../html/failures-section.ts';
import { type Markup, markup, trusted } from '../html/markup.ts';
import { serverSection } from '../html/server-section.ts';
import { STYLE } from '../html/style.ts';
import { riskiestSection, summarySection } from '../html/summary-section.ts';
import type { ReportFormat, ReportInput } from '../report-input.ts';

/** One self-contained page: nothing is loaded, nothing runs; made to be read, printed and mailed. */
export const html: ReportFormat = { id: 'html', title: 'HTML page', fileName: 'report.html', render };

async function* render(input: ReportInput): AsyncIterable<string> {
  for await (const piece of pieces(input)) yield piece.html;
}

async function* pieces(input: ReportInput): AsyncIterable<Markup> {
  yield head(input);
  yield summarySection(input);
  yield markup`<main>
${input.summary.tools > 0 && filter()}${riskiestSection(input.summary)}`;
  yield* failures(input);
  yield* contents(input);
  for await (const { result, policyText } of input.servers())
    if (result.status === 'listed') yield* serverSection(result, policyText);
  const { toolrisk, rules, weights } = input.run.versions;
  yield markup`</main>
<footer><p>toolrisk ${toolrisk}, rules ${rules}, weights ${weights}. Verdicts are made from the tools’ own definitions; no tool was called.</p></footer>
</body></html>
`;
}

async function* contents({ summary, servers }: ReportInput): AsyncIterable<Markup> {
  if (summary.listed > 0)
    yield markup`<h2>Servers</h2>
`;
  if (summary.listed < 2) return;
  yield CONTENTS_HEAD;
  for await (const { result } of servers()) if (result.status === 'listed') yield contentsRow(result);
  yield CONTENTS_END;
}

async function* failures(input: ReportInput): AsyncIterable<Markup> {
  if (input.summary.failed === 0) return;
  yield failuresHead(input.summary.failed);
  for await (const { result } of input.servers()) if (result.status === 'failed') yield failureCard(result);
  yield markup`</section>
`;
}

function head({ run }: ReportInput): Markup {
  const styleHash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Tool risk report, ${run.id}</title>
<style>${trusted(STYLE)}</style></head>
<body>
`;
}

/** Choices that work without a script: the style sheet looks at which one is checked. */
function filter(): Markup {
  const choices = [
    ['all', 'all'],
    ['severe', 'Execute and above'],
    ['doubt', 'in doubt'],
  ] as const;
  return markup`<fieldset><legend>Show tools:</legend>${choices.map(
    ([id, text]) =>
      markup`<label><input type="radio" name="show" id="show-${id}"${id === 'all' && markup` checked`}> ${text}</label> `,
  )}</fieldset>
`;
}
