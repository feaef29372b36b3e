import { CATEGORIES, type Category } from '../../model/category.ts';
import type { ReportInput } from '../report-input.ts';
import type { RiskyTool, Summary } from '../summary.ts';
import { count, MEANING_OF, percent } from '../wording.ts';
import { toolAnchor } from './anchor.ts';
import { type Markup, markup } from './markup.ts';

/** How many of the riskiest tools the page shows at its top. */
const RISKIEST_SHOWN = 15;

/** Most severe first. */
const BY_SEVERITY = CATEGORIES.toReversed();

/** The head of the page: what was looked at, counts by category, and what to read them with. */
export function summarySection({ run, summary }: ReportInput): Markup {
  const { servers, listed, failed, tools, needsReview, annotationMismatches, malformed, changes } = summary;
  return markup`<header>
<h1>Tool risk report</h1>
<p class="soft">${count(tools, 'tool')} on ${count(listed, 'server')}${failed > 0 && `; ${failed} of ${servers} servers could not be listed`}. Run ${run.id}, ${run.startedAt.slice(0, 10)}.</p>
<ul class="counts">${BY_SEVERITY.map((category) => countCard(category, summary.categories[category]))}</ul>
${tools > 0 && stackedBar(summary)}
<ul class="plain small">
<li>${needsReview === 0 ? 'No tool is in doubt.' : `${count(needsReview, 'tool')} in doubt: a person should decide.`}</li>
${annotationMismatches > 0 && markup`<li>${count(annotationMismatches, 'tool')} with an annotation that the definition contradicts.</li>`}
${malformed > 0 && markup`<li>${count(malformed, 'list item')} malformed or named twice.</li>`}
<li>${count(changes.new, 'server')} first seen, ${changes.changed} changed, ${changes.unchanged} unchanged.</li>
</ul>
</header>`;
}

/** The riskiest tools of all servers, each with a link to its card; nothing when no tool does more than read. */
export function riskiestSection({ riskiest }: Summary): Markup {
  const shown = riskiest.filter(({ cautious }) => cautious !== 'Read').slice(0, RISKIEST_SHOWN);
  if (shown.length === 0) return markup``;
  return markup`<section aria-labelledby="riskiest"><h2 id="riskiest">Riskiest tools</h2>
<table class="wide"><thead><tr><th scope="col">Category</th><th scope="col">Tool</th><th scope="col">Confidence</th><th scope="col">Why</th></tr></thead>
<tbody>${shown.map(riskyRow)}</tbody></table></section>
`;
}

/** A category as a coloured word, dashed while the verdict is in doubt, after a number where there is one. */
export function chip(category: Category, needsReview = false, number?: number): Markup {
  return markup`<span class="chip ${category.toLowerCase()}${needsReview && ' doubt'}">${number !== undefined && `${number} `}${category}${needsReview && '?'}</span>`;
}

function riskyRow(row: RiskyTool): Markup {
  return markup`<tr><td>${chip(row.category, row.needsReview)}</td><td><a class="mono" href="#${toolAnchor(row.server, row.tool)}">${row.tool}</a><br><span class="soft small">${row.name}</span></td><td class="number">${percent(row.confidence)}</td><td>${row.reason}</td></tr>
`;
}

function countCard(category: Category, number: number): Markup {
  return markup`<li class="${category.toLowerCase()}"><b>${number.toLocaleString('en')}</b><strong>${category}</strong><span>${MEANING_OF[category]}</span></li>
`;
}

/** Shares of the categories; the numbers stand in the cards, so the picture is left out for those who do not see it. */
function stackedBar({ categories, tools }: Summary): Markup {
  let x = 0;
  const rects = BY_SEVERITY.map((category) => {
    const width = (categories[category] / tools) * 100;
    const rect = markup`<rect class="${category.toLowerCase()}" x="${x.toFixed(3)}" width="${width.toFixed(3)}" height="1"/>`;
    x += width;
    return rect;
  });
  return markup`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>`;
}
