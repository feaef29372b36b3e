import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import { CalibrationFile } from '../../src/classify/statistical/calibration.ts';
import { WeightsFile } from '../../src/classify/statistical/weights.ts';
import { CATEGORIES, type Category } from '../../src/model/category.ts';
import { definitionHash } from '../../src/model/tool.ts';
import { loadLexicon } from '../../src/pipeline/assets.ts';
import { runFit } from '../../src/pipeline/fit.ts';
import { readLabelledData } from '../../src/pipeline/labelled-data.ts';

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
for (const name of ['gold-dev', 'silver', 'silver-uncertain', 'definitions'])
  writeFileSync(join(folder, `${name}.jsonl`), `${lines.join('\n')}\n`);
const piano = { name: 'tune_piano', inputSchema: { type: 'object' as const } };
const listed = { target: 'npm:piano-mcp', version: '1.0.0', family: 'piano', heldOut: false, tools: [piano] };
const pianoLabel = {
  package: 'npm:piano-mcp',
  version: '1.0.0',
  tool: piano.name,
  definitionHash: definitionHash(piano),
  category: 'Write',
  effects: [],
};
writeFileSync(join(folder, 'snapshots-npm.jsonl'), `${JSON.stringify(listed)}\n`);
writeFileSync(join(folder, 'snapshots.jsonl'), `${JSON.stringify(pianoLabel)}\n`);
const files = { folder, training: folder, decisions: [] };

async function fitInto(name: string): Promise<string> {
  const out = join(folder, name);
  await runFit({ labels: files, out, seed: 1, folds: 2, date: '2026-01-01' }, lexicon, () => {});
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
    const options = { labels: { ...files, folder: join(folder, 'nowhere') }, seed: 1, folds: 2, date: '' };
    await expect(runFit(options, lexicon, () => {})).rejects.toThrow('gold-dev.jsonl cannot be read');
  });

  it('learns what reviewers decided, but nothing that stands in a test set', async () => {
    const decided = (name: string) => {
      const file = join(folder, 'decided.jsonl');
      const tool = { name, inputSchema: { type: 'object' } };
      writeFileSync(file, `${JSON.stringify({ server: 'npm:s', tool, category: 'Execute', effects: [] })}\n`);
      return readLabelledData({ ...files, decisions: [file] }, lexicon);
    };
    const { tools } = await decided('conduct_choir');
    expect(tools.at(-1)).toMatchObject({
      labelled: { category: 'Execute' },
      example: { source: 'decided', weight: 2 },
    });
    await expect(decided('delete_violin')).rejects.toThrow('delete_violin of npm:s stands in a test set');
  });

  it('learns labels of snapshots by package, version and definition', async () => {
    const { tools } = await readLabelledData(files, lexicon);
    const found = tools.filter(({ labelled }) => labelled.tool.name === piano.name);
    expect(found.map(({ labelled }) => [labelled.category, labelled.family])).toEqual([['Write', 'piano']]);
  });
});
