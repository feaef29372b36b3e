import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { viewTool } from '../../src/cli/terminal/explain-view.ts';
import { createPaint } from '../../src/cli/terminal/paint.ts';
import { viewScan } from '../../src/cli/terminal/scan-view.ts';
import type { Screen } from '../../src/cli/terminal/screen.ts';
import { FORMATS } from '../../src/report/formats/index.ts';
import { inputOf, RUN, textOf } from './fixture.ts';
import { HARBOUR } from './harbour.ts';

const golden = (name: string): string => resolve(import.meta.dirname, '../golden', name);
const plain: Screen = { paint: createPaint(false), width: 110 };

// Written anew by `npm run golden`; read the difference before you commit it.
describe('the golden report of the harbour', () => {
  it.each(FORMATS)('is unchanged as $title', async ({ render, fileName }) => {
    await expect(await textOf(render(inputOf(HARBOUR)))).toMatchFileSnapshot(golden(fileName));
  });
});

describe('the golden terminal views of the harbour', () => {
  it('show the same scan', async () => {
    const { summary } = inputOf(HARBOUR);
    const results = async function* () {
      yield* HARBOUR;
    };
    const problems = [{ target: './mcp.json', problem: 'holds no servers' }];
    const text = await textOf(viewScan({ run: RUN, summary, problems, results }, plain));
    await expect(text).toMatchFileSnapshot(golden('scan.txt'));
  });

  it('show the same explanations', async () => {
    const views = HARBOUR.flatMap((result) =>
      result.status === 'failed'
        ? []
        : result.snapshot.tools.map((tool, index) => {
            const verdict = result.classifications[index];
            if (verdict === undefined) throw new Error('a tool has no verdict');
            const rule = {
              definitionHash: verdict.definitionHash,
              category: verdict.category,
              decision: 'limit' as const,
              limits: [{ max: 30, window: 'minute' as const }],
              needsReview: verdict.needsReview,
              because: 'It is limited for the sake of this test.',
            };
            return viewTool({ server: result.entry.id, tool, verdict, rule }, plain);
          }),
    );
    await expect(views.join('')).toMatchFileSnapshot(golden('explain.txt'));
  });
});
