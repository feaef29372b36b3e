import { CATEGORIES } from '../../model/category.ts';
import type { ActionVerdict, Classification, Evidence } from '../../model/classification.ts';
import type { Tool } from '../../model/tool.ts';
import { markQuotes, quotesAt } from '../highlight.ts';
import { countParameters, type Parameter, parametersOf } from '../parameters.ts';
import { MEANING_OF_EFFECT, percent, reasonsInWords } from '../wording.ts';
import { toolAnchor } from './anchor.ts';
import { type Markup, markup } from './markup.ts';
import { chip } from './summary-section.ts';

/** Longest description that is shown whole; a hostile one may hold megabytes. */
const MAX_DESCRIPTION = 6000;
const MAX_TEXT = 300;
const PARAMETERS_SHOWN = 60;

/** One tool: verdict, why, effects, and its definition with the evidence marked. A second tool of one name gets no anchor. */
export function toolCard(server: string, tool: Tool, verdict: Classification, isRepeated: boolean): Markup {
  const { category, needsReview } = verdict;
  const parameters = parametersOf(tool.inputSchema);
  return markup`<article class="tool ${category.toLowerCase()}${needsReview && ' in-doubt'}"${!isRepeated && markup` id="${toolAnchor(server, tool.name)}"`}>
<div class="head"><h4>${tool.name}</h4>${chip(category, needsReview)}<span class="small">${percent(verdict.confidence)} sure${verdict.uncalibrated === true && ' (not calibrated)'}</span></div>
${tool.title !== undefined && markup`<p class="soft">${tool.title}</p>`}<p>${verdict.rationale}</p>
${doubts(verdict)}${mismatches(verdict)}${actions(verdict.actions)}
${verdict.effects.length > 0 && markup`<ul class="effects" aria-label="Effects">${verdict.effects.map((effect) => markup`<li title="${MEANING_OF_EFFECT[effect]}">${effect}</li>`)}</ul>`}
${description(tool, verdict.evidence)}
<details><summary>Evidence, probabilities, parameters (${countParameters(parameters)})</summary>
${evidenceList(verdict.evidence)}${probabilities(verdict)}${parameterTable(parameters)}
<p class="soft small">Decided by ${verdict.decidedBy}; rules ${verdict.versions.rules}, weights ${verdict.versions.weights}. Definition <code>${verdict.definitionHash}</code></p>
</details>
</article>
`;
}

function doubts({ needsReview, reviewReasons }: Classification): Markup | false {
  return needsReview && markup`<p class="warn">In doubt: ${reasonsInWords(reviewReasons).join('; ')}.</p>`;
}

function mismatches({ annotationMismatch = [] }: Classification): Markup[] {
  return annotationMismatch.map(
    ({ hint, claimed, because }) =>
      markup`<p class="warn">Claims <code>${hint}: ${String(claimed)}</code>. ${because}</p>`,
  );
}

function actions(verdicts: readonly ActionVerdict[] = []): Markup | false {
  return (
    verdicts.length > 0 &&
    markup`<p class="small">By action: ${verdicts.map(({ action, category }) => markup`<code>${action}</code> ${chip(category)} `)}</p>`
  );
}

function description(tool: Tool, evidence: readonly Evidence[]): Markup {
  const text = tool.description ?? '';
  if (text.trim() === '') return markup`<p class="soft">It has no description.</p>`;
  const stretches = markQuotes(text.slice(0, MAX_DESCRIPTION), quotesAt(evidence, '/description'));
  return markup`<div class="description">${stretches.map((stretch) => (stretch.isMarked ? markup`<mark>${stretch.text}</mark>` : stretch.text))}${
    text.length > MAX_DESCRIPTION && ` … (${(text.length - MAX_DESCRIPTION).toLocaleString('en')} characters more)`
  }</div>`;
}

function evidenceList(evidence: readonly Evidence[]): Markup {
  if (evidence.length === 0) return markup`<p class="soft">Nothing in the definition speaks for a category.</p>`;
  return markup`<ul class="plain small">${evidence.map(
    ({ pointer, quote, signal }) =>
      markup`<li><code>${pointer}</code>: <mark>${cut(quote)}</mark> <span class="soft">${signal}</span></li>`,
  )}</ul>`;
}

function probabilities({ probabilities: of }: Classification): Markup {
  const likely = CATEGORIES.filter((category) => of[category] >= 0.01).sort((a, b) => of[b] - of[a]);
  return markup`<p class="small">${likely.map((category) => markup`${chip(category)} ${percent(of[category])} `)}</p>`;
}

function parameterTable(parameters: readonly Parameter[]): Markup | false {
  if (parameters.length === 0) return false;
  const shown = parameters.slice(0, PARAMETERS_SHOWN);
  return markup`<table class="wide"><thead><tr><th scope="col">Parameter</th><th scope="col">Type</th><th scope="col">Description</th></tr></thead>
<tbody>${shown.map(parameterRow)}</tbody></table>${parameters.length > shown.length && markup`<p class="soft small">and ${parameters.length - shown.length} more</p>`}`;
}

function parameterRow({ name, type, isRequired, description: text, choices }: Parameter): Markup {
  const allowed = choices.length > 0 && `one of ${cut(choices.join(', '))}`;
  return markup`<tr><td><code>${name}</code></td><td>${type}${isRequired && ', required'}</td><td>${cut(text)}${text !== '' && choices.length > 0 && '; '}${allowed}</td></tr>
`;
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
