import { CATEGORIES } from '../../model/category.ts';
import { escapeJsonText } from '../../model/escape/json.ts';
import type { ListedResult, ServerResult } from '../../model/run.ts';
import type { MalformedItem } from '../../model/snapshot.ts';
import { byRisk, nameOf, riskyTools } from '../summary.ts';
import { CHANGE_IN_WORDS, count, provenanceFacts } from '../wording.ts';
import { serverAnchor } from './anchor.ts';
import { type Markup, markup } from './markup.ts';
import { chip } from './summary-section.ts';
import { toolCard } from './tool-card.ts';

/** Malformed items that are named one by one; a hostile list may hold thousands. */
const MALFORMED_SHOWN = 20;
const MAX_INSTRUCTIONS = 4000;

/** One listed server, piece by piece: its facts, its tools with the riskiest first, its policy. */
export function* serverSection(result: ServerResult & ListedResult, policyText: string | undefined): Iterable<Markup> {
  const { snapshot, entry } = result;
  const anchor = serverAnchor(entry.id);
  const facts = provenanceFacts(snapshot.provenance);
  yield markup`<section class="server" id="${anchor}" aria-labelledby="${anchor}-name">
<div class="head"><h3 class="mono" id="${anchor}-name">${nameOf(result)}</h3><span class="soft small">${count(snapshot.tools.length, 'tool')}, ${CHANGE_IN_WORDS[result.change]}</span></div>
${entry.title !== undefined && markup`<p>${entry.title}</p>`}
<p>${categoryCounts(result)}</p>
<dl class="facts">${nameOf(result) !== entry.id && markup`<dt>Id</dt><dd>${entry.id}</dd>`}${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${instructions(snapshot.instructions)}${malformedItems(snapshot.malformed)}${policyText !== undefined && policyBlock(policyText)}`;
  const seen = new Set<string>();
  const order = riskyTools(result).map((row, index) => ({ row, index }));
  for (const { row, index } of order.sort((a, b) => byRisk(a.row, b.row) || a.index - b.index)) {
    const tool = snapshot.tools[index];
    const verdict = result.classifications[index];
    if (tool === undefined || verdict === undefined) continue;
    yield toolCard(entry.id, tool, verdict, seen.has(row.tool));
    seen.add(row.tool);
  }
  yield markup`</section>
`;
}

/** The categories of a server's tools with their numbers, most severe first. */
export function categoryCounts({ classifications }: ListedResult): Markup[] {
  return CATEGORIES.toReversed().flatMap((category) => {
    const number = classifications.filter((verdict) => verdict.category === category).length;
    return number === 0 ? [] : [markup`${chip(category, false, number)} `];
  });
}

function instructions(text: string | undefined): Markup | false {
  if (text === undefined || text.trim() === '') return false;
  const shown = text.length > MAX_INSTRUCTIONS ? `${text.slice(0, MAX_INSTRUCTIONS)} …` : text;
  return markup`<details><summary>What the server tells its users</summary><div class="description">${shown}</div></details>
`;
}

function malformedItems(items: readonly MalformedItem[]): Markup | false {
  if (items.length === 0) return false;
  const shown = items.slice(0, MALFORMED_SHOWN);
  return markup`<div class="warn"><p>${count(items.length, 'item')} of its list could not be taken as they are:</p>
<ul class="plain small">${shown.map(({ index, name, reason }) => markup`<li>item ${index + 1}${name !== undefined && markup` <code>${name}</code>`}: ${reason}</li>`)}${items.length > shown.length && markup`<li>and ${items.length - shown.length} more</li>`}</ul></div>
`;
}

function policyBlock(text: string): Markup {
  return markup`<details><summary>Default policy, to copy</summary><pre>${escapeJsonText(text)}</pre></details>
`;
}
