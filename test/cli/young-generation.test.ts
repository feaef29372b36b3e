import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Half of what is made is kept for a while, as what is in flight is: the young generation then wants to grow. */
const WORK = `
  import { getHeapSpaceStatistics } from 'node:v8';
  const kept = [];
  let most = 0;
  for (let turn = 0; turn < 400; turn += 1) {
    const made = Array.from({ length: 5000 }, (_, at) => ({ turn, at, text: 'harbour ' + at }));
    kept.push(made);
    if (kept.length > 40) kept.shift();
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    most = Math.max(most, young.space_size);
    await new Promise((resolve) => setImmediate(resolve));
  }
  process.stdout.write(String(most / 2 ** 20));
`;

it('lets the young generation grow to 32 MB and no further', async () => {
  const module = new URL('../../src/cli/young-generation.ts', import.meta.url).href;
  const bound = `import { holdYoungGeneration } from '${module}'; holdYoungGeneration()();`;
  const words = ['--input-type=module', '--eval', bound + WORK];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  expect(Number(stdout)).toBeLessThanOrEqual(32);
  expect(Number(stdout)).toBeGreaterThan(8);
});
