import type { Scan } from '../pipeline/scan.ts';
import type { ScanOptions } from '../pipeline/scan-options.ts';
import type { CliContext } from './command.ts';

/** Runs a scan under a progress display, hands it to `use`, and closes it whatever happens. */
export async function withScan<T>(
  options: ScanOptions,
  context: CliContext,
  use: (scan: Scan) => Promise<T>,
): Promise<T> {
  const [{ runScan }, { loadScanTools }, { startProgress }] = await Promise.all([
    import('../pipeline/scan.ts'),
    import('./scan-tools.ts'),
    import('./terminal/progress.ts'),
  ]);
  const progress = await startProgress(process.stderr);
  let scan: Scan;
  try {
    scan = await runScan(options, await loadScanTools(context, progress.onEvent));
  } finally {
    progress.stop();
  }
  try {
    return await use(scan);
  } finally {
    await scan.close();
  }
}
