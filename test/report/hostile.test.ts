import * as fc from 'fast-check';
import { Lexer, type Token, walkTokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { viewTool } from '../../src/cli/terminal/explain-view.ts';
import { createPaint } from '../../src/cli/terminal/paint.ts';
import { viewScan } from '../../src/cli/terminal/scan-view.ts';
import { escapeTerminal } from '../../src/model/escape/terminal.ts';
import type { ServerResult } from '../../src/model/run.ts';
import { csv } from '../../src/report/formats/csv.ts';
import { html } from '../../src/report/formats/html.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { json } from '../../src/report/formats/json.ts';
import { markdown } from '../../src/report/formats/markdown.ts';
import { csvRows } from './csv-rows.ts';
import { inputOf, RUN, textOf } from './fixture.ts';
import { HOSTILE_TEXTS, hostileServers } from './hostile-servers.ts';

/** Everything that a sink may not let through raw: C0 without line ends, DEL, C1, bidirectional overrides, invisible characters. */
const RAW =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/u;

const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary', maxLength: 12 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

/** Servers whose every untrusted text is the given one. */
const results = (text: string): ServerResult[] => hostileServers(text);

async function rendered(format: (typeof FORMATS)[number], text: string): Promise<string> {
  return textOf(format.render(inputOf(results(text))));
}

async function onTerminal(text: string, hasColor: boolean): Promise<string> {
  const screen = { paint: createPaint(hasColor), width: 100 };
  const servers = results(text);
  const scan = viewScan(
    {
      run: RUN,
      summary: inputOf(servers).summary,
      problems: [{ target: text, problem: text }],
      results: async function* () {
        yield* servers;
      },
    },
    screen,
  );
  const tools = servers.flatMap((result) =>
    result.status === 'failed'
      ? []
      : result.snapshot.tools.map((tool, index) =>
          viewTool({ server: text, tool, verdict: result.classifications[index]!, rule: undefined }, screen),
        ),
  );
  return (await textOf(scan)) + tools.join('');
}

/** The tags of a page in order, with their attribute names and without what ids and links say. */
function tagsOf(page: string): string[] {
  const body = page.slice(page.indexOf('<body>'));
  return [...body.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ''));
}

function tokenTypes(text: string): string[] {
  const types: string[] = [];
  void walkTokens(new Lexer().lex(text), (token: Token) => void types.push(token.type));
  return types;
}

describe('hostile texts', () => {
  it.each(FORMATS)('never leave a raw control or disguising character in $title', async (format) => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        expect(RAW.exec(await rendered(format, text))?.[0]).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('never leave a raw control or disguising character on the terminal', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        expect(RAW.exec(await onTerminal(text, false))?.[0]).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('add nothing to the colours that the terminal view itself sets', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const codes = (await onTerminal(text, true)).match(/\u001b(?!\[(?:\d{1,2}(?:;\d{1,3})*)?m)/);
        expect(codes).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it('leave the tags of the page as they are for a plain word', async () => {
    const plain = tagsOf(await rendered(html, 'word'));
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        // Blank texts leave out their element, which is no harm.
        fc.pre(text.trim() !== '' && text.length < 300);
        expect(tagsOf(await rendered(html, text))).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('become neither links, images, code nor markup in Markdown', async () => {
    const allowed = new Set(tokenTypes(await rendered(markdown, 'word')));
    expect(allowed.has('link')).toBe(false);
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        expect(tokenTypes(await rendered(markdown, text)).filter((type) => !allowed.has(type))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('keep the policy in one fence of the Markdown', async () => {
    const text = await rendered(markdown, '```\n# out\n````');
    expect(tokenTypes(text).filter((type) => type === 'code')).toHaveLength(1);
  });

  it('come back from CSV as they were, but for escapes', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const rows = csvRows(await rendered(csv, text));
        const width = rows[0]!.length;
        expect(rows.every((row) => row.length === width)).toBe(true);
        const tool = rows[1]![rows[0]!.indexOf('tool')]!;
        expect([escapeTerminal(text), `'${escapeTerminal(text)}`]).toContain(tool);
        expect(rows.flat().filter((cell) => /^[=+@\t\r]|^-(?!\d)/.test(cell))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('come back from JSON as they were', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const { servers } = JSON.parse(await rendered(json, text));
        expect(servers[0].tools[0].tool).toBe(text);
        expect(servers[0].tools[0].rationale).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});
