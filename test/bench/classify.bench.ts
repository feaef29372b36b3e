import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import { readClassifierAssets } from '../../src/pipeline/assets.ts';
import { classifyLines } from '../../src/pipeline/classify-lines.ts';
import { textLines } from '../../src/pipeline/text-lines.ts';

/**
 * Classifies a file of tools and, side by side, only parses and re-writes its lines: how many times as long the first
 * takes, and the most memory. Usage: `npm run bench:classify -- FILE`.
 */
const file = process.argv[2] ?? '../shared/data/pool.jsonl';
const ROUNDS = 3;
const classifier = createClassifier(readClassifierAssets());

/** A place where bytes are counted and forgotten. */
function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

const input = () => createReadStream(file, { highWaterMark: 256 * 2 ** 10 });

async function rewrite(): Promise<void> {
  const output = sink();
  for await (const lines of textLines(input().setEncoding('utf8'), 2 ** 24))
    output.write(lines.map(({ text }) => `${JSON.stringify(JSON.parse(text ?? 'null'))}\n`).join(''));
}

async function measure(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const rewrites: number[] = [];
const verdicts: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  rewrites.push(await measure(rewrite));
  verdicts.push(await measure(() => classifyLines(input(), sink(), classifier, () => {})));
}
const [least, most] = [Math.min(...rewrites), Math.min(...verdicts)];
console.log(`parse and re-write  ${least.toFixed(0)} ms (best of ${ROUNDS})`);
console.log(`classify            ${most.toFixed(0)} ms (best of ${ROUNDS})`);
console.log(`times as long       ${(most / least).toFixed(1)}`);
console.log(`most memory         ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
