import type { OnEvent } from '../model/event.ts';
import type { ScanTools } from '../pipeline/scan-options.ts';
import type { CliContext } from './command.ts';

/** Loads the classifier and hands it over with clock, stop signal and event sink. */
export async function loadScanTools(context: CliContext, onEvent: OnEvent): Promise<ScanTools> {
  const [{ readClassifierAssets }, { createClassifier }] = await Promise.all([
    import('../pipeline/assets.ts'),
    import('../classify/create-classifier.ts'),
  ]);
  const classifier = createClassifier(readClassifierAssets());
  return { classifier, onEvent, signal: context.signal, now: () => new Date() };
}
