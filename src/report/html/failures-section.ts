import type { FailedResult, ServerResult } from '../../model/run.ts';
import { nameOf } from '../summary.ts';
import { count } from '../wording.ts';
import { serverAnchor } from './anchor.ts';
import { type Markup, markup } from './markup.ts';

/** The start of the part about servers that could not be listed; each card follows, then `</section>`. */
export function failuresHead(failed: number): Markup {
  return markup`<section aria-labelledby="failures"><h2 id="failures">Not listed: ${count(failed, 'server')}</h2>
<p class="soft">Nothing is known about their tools. That is no sign of low risk.</p>
`;
}

/** One server that could not be listed. */
export function failureCard(result: ServerResult & FailedResult): Markup {
  const { code, stage, message, nextStep, stderrTail } = result.failure;
  return markup`<article class="failure" id="${serverAnchor(result.entry.id)}">
<div class="head"><h3 class="mono">${nameOf(result)}</h3><span class="small"><code>${code}</code> <span class="soft">at ${stage}</span></span></div>
<p>${message}</p>
<p><strong>Next step:</strong> ${nextStep}</p>
${stderrTail.trim() !== '' && markup`<details><summary>Its last words</summary><pre>${stderrTail.trim()}</pre></details>`}
</article>
`;
}
