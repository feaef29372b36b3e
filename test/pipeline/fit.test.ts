import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import { CalibrationFile } from '../../src/classify/statistical/calibration.ts';
import { WeightsFile } from '../../src/classify/statistical/weights.ts';
import { CATEGORIES, type Category } from '../../src/model/category.ts';
import { loadLexicon } from '../../src/pipeline/assets.ts';
import { runFit } from '../../src/pipeline/fit.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-fit-'));
afterAll(() => rmSync(folder, { recursive: true }));
const lexicon = loadLexicon();

const VERBS: Readonly<Record<Category, string>> = {
  Read: 'list',
  Write: 'update',
  Execute: 'run',
  Destructive: 'delete',
  Financial: 'pay',
};
const NOUNS = ['violin', 'rehearsal', 'ticket', 'programme', 'soloist', 'choir'];
const lines = NOUNS.flatMap((noun) =>
  CATEGORIES.map((category) =>
    JSON.stringify({
      server: `npm:${noun}-mcp`,
      family: noun,
      tool: { name: `${VERBS[category]}_${noun}`, inputSchema: { type: 'object' } },
      category,
      effects: category === 'Financial' ? ['money'] : [],
    }),
  ),
);
for (const name of ['gold-dev', 'silver', 'silver-uncertain'])
  writeFileSync(join(folder, `${name}.jsonl`), `${lines.join('\n')}\n`);

async function fitInto(name: string): Promise<string> {
  const out = join(folder, name);
  await runFit({ data: folder, out, seed: 1, folds: 2, date: '2026-01-01' }, lexicon, () => {});
  return out;
}

describe('runFit', () => {
  it('writes the same bytes from the same data and seed, and a model that classifies', async () => {
    const [first, second] = [await fitInto('first'), await fitInto('second')];
    const names = readdirSync(first).sort();
    expect(names).toEqual(['calibration.json', 'metrics.json', 'weights.bin', 'weights.json']);
    for (const name of names)
      expect(readFileSync(join(first, name)).equals(readFileSync(join(second, name))), name).toBe(true);
    const json = (name: string): unknown => JSON.parse(readFileSync(join(first, name), 'utf8'));
    const classifier = createClassifier({
      lexicon,
      weights: WeightsFile.parse(json('weights.json')),
      table: readFileSync(join(first, 'weights.bin')),
      calibration: CalibrationFile.parse(json('calibration.json')),
    });
    const verdict = classifier.classifyTool(
      { name: 'delete_violin', inputSchema: { type: 'object' } },
      { server: 'npm:x', siblings: [] },
    );
    expect(verdict.category).toBe('Destructive');
  });

  it('says which file is missing', async () => {
    const options = { data: join(folder, 'nowhere'), seed: 1, folds: 2, date: '' };
    await expect(runFit(options, lexicon, () => {})).rejects.toThrow('gold-dev.jsonl cannot be read');
  });
});
