import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { describeSignals } from '../../src/classify/describe-signals.ts';

it('matches the signals: rewrite src/classify/signals/README.md by `npm run docs:signals`', async () => {
  await expect(describeSignals()).toMatchFileSnapshot(
    resolve(import.meta.dirname, '../../src/classify/signals/README.md'),
  );
});
