import type { ListedResult, ServerResult } from '../../model/run.ts';
import { nameOf } from '../summary.ts';
import { CHANGE_IN_WORDS } from '../wording.ts';
import { serverAnchor } from './anchor.ts';
import { type Markup, markup } from './markup.ts';
import { categoryCounts } from './server-section.ts';

/** The start of the list of listed servers; each row follows, then `CONTENTS_END`. */
export const CONTENTS_HEAD = markup`<table class="wide"><thead><tr><th scope="col">Server</th><th scope="col">Tools</th><th scope="col">Since the last scan</th></tr></thead><tbody>
`;
export const CONTENTS_END = markup`</tbody></table>
`;

/** One server in the list, with a link to its part of the page. */
export function contentsRow(result: ServerResult & ListedResult): Markup {
  return markup`<tr><td><a class="mono" href="#${serverAnchor(result.entry.id)}">${nameOf(result)}</a></td><td>${categoryCounts(result)}</td><td>${CHANGE_IN_WORDS[result.change]}</td></tr>
`;
}
