import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import { readClassifierAssets } from '../../src/pipeline/assets.ts';
import { evaluateLabels } from '../../src/pipeline/eval-labels.ts';

/**
 * Scans published packages of which `data/labels/npm.jsonl` holds labels, at the labelled versions, and scores the
 * verdicts on the tools that they list now. Fails when too few verdicts are right or too few labelled tools are found.
 * Usage: `npm run eval:live -- [NUMBER_OF_PACKAGES]`.
 */
const LABELS = join(import.meta.dirname, '../../data/labels/npm.jsonl');
/** The labels were learned from, so that a lower share means broken reading, not hard tools. */
const LEAST_RIGHT = 0.97;
/** Servers may refuse to start on a machine; most do not. */
const LEAST_FOUND = 0.7;

const Label = z.looseObject({ package: z.string(), version: z.string() });
const lines = readFileSync(LABELS, 'utf8').trim().split('\n');
const targetOf = (line: string): string => {
  const label = Label.parse(JSON.parse(line));
  return `${label.package}@${label.version}`;
};
const targets = [...new Set(lines.map(targetOf))].slice(0, Number(process.argv[2] ?? 8));
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-live-'));
try {
  const main = join(import.meta.dirname, '../../src/cli/main.ts');
  const scan = spawnSync(process.execPath, [main, 'scan', ...targets, '--json', '--llm', 'off'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TOOLRISK_HOME: folder },
  });
  const [document, labels] = [join(folder, 'scan.json'), join(folder, 'labels.jsonl')];
  writeFileSync(document, scan.stdout);
  writeFileSync(labels, lines.filter((line) => targets.includes(targetOf(line))).join('\n'));
  const report = await evaluateLabels(labels, document, createClassifier(readClassifierAssets()));
  console.log(
    `${report.found} of ${report.labels} labelled tools listed, ${(100 * report.accuracy).toFixed(1)}% right`,
  );
  if (report.accuracy < LEAST_RIGHT || report.found < LEAST_FOUND * report.labels) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
