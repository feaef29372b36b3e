import type { Risen } from '../pipeline/baseline.ts';
import type { Scan } from '../pipeline/scan.ts';
import type { ReportServer } from '../report/report-input.ts';
import type { CliContext } from './command.ts';
import { ledgerLine } from './ledger-line.ts';
import { note, print, printAll } from './output.ts';

/** Prints a finished scan as the table for a person. */
export async function showScan(scan: Scan, risen: readonly Risen[], context: CliContext): Promise<void> {
  const [{ screenOf }, { viewScan }, { viewRisen }, { viewWritten }] = await Promise.all([
    import('./terminal/screen.ts'),
    import('./terminal/scan-view.ts'),
    import('./terminal/risen-view.ts'),
    import('./terminal/written-view.ts'),
  ]);
  const screen = screenOf(process.stdout, context.environment);
  await printAll(viewScan(scan, screen));
  print(viewRisen(risen, screen));
  print(viewWritten(scan.written, screen));
  if (scan.summary.llm !== undefined) note(ledgerLine(scan.summary.llm));
}

/** Prints a finished scan as the JSON document of the contract, and on stderr the targets that it has no place for. */
export async function showScanAsJson({ run, summary, problems, results }: Scan): Promise<void> {
  const [{ json }, { inBlocks }, { viewProblem }] = await Promise.all([
    import('../report/formats/json.ts'),
    import('../pipeline/in-blocks.ts'),
    import('./terminal/failure-note.ts'),
  ]);
  for (const problem of problems) note(viewProblem(problem));
  const servers = async function* (): AsyncIterable<ReportServer> {
    for await (const result of results()) yield { result };
  };
  await printAll(inBlocks(json.render({ run, summary, servers })));
}
