import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import { definitionHash, type Tool } from '../../src/model/tool.ts';
import { readClassifierAssets } from '../../src/pipeline/assets.ts';
import { compareWithFile, evaluateFile } from '../../src/pipeline/eval.ts';
import { evaluateLabels } from '../../src/pipeline/eval-labels.ts';

const folder = mkdtempSync(join(tmpdir(), 'toolrisk-eval-'));
afterAll(() => rmSync(folder, { recursive: true }));
const classifier = createClassifier(readClassifierAssets());

function file(name: string, lines: readonly unknown[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
}

const server = 'npm:lighthouse-mcp';
const tools: Tool[] = [
  { name: 'list_lamps', description: 'List the lamps of a lighthouse', inputSchema: { type: 'object' } },
  { name: 'delete_lamp', description: 'Permanently delete a lamp', inputSchema: { type: 'object' } },
];
const gold = [
  { server, tool: tools[0], category: 'Read', effects: [] },
  { server, tool: tools[1], category: 'Destructive', effects: ['irreversible'] },
];

describe('evaluateFile', () => {
  it('measures the verdicts on a labelled file', async () => {
    const report = await evaluateFile(file('gold.jsonl', gold), classifier);
    expect(report).toMatchObject({ n: 2, accuracy: 1, versions: classifier.versions });
    expect(report.toolsPerSecond).toBeGreaterThan(0);
  });

  it.each([
    ['a line that is no JSON', ['{'], /bad\.jsonl:1: not JSON/],
    ['an unknown category', [{ ...gold[0], category: 'Naughty' }], /bad\.jsonl:1: category/],
    ['something that is no tool', [gold[0], { ...gold[1], tool: { name: '' } }], /bad\.jsonl:2: tool: name/],
    ['no line at all', [''], /no labelled tool/],
  ])('refuses %s and says where', async (_case, lines, message) => {
    await expect(evaluateFile(file('bad.jsonl', lines), classifier)).rejects.toThrow(message);
  });
});

describe('compareWithFile', () => {
  it('finds a drop beyond the tolerance, and none against itself', async () => {
    const now = await evaluateFile(file('gold.jsonl', gold), classifier);
    const same = await compareWithFile(now, file('old.json', [now]));
    expect(same.filter(({ isDrop }) => isDrop)).toEqual([]);
    const dropped = await compareWithFile({ ...now, accuracy: 0.5 }, file('old.json', [now]));
    expect(dropped.filter(({ isDrop }) => isDrop).map(({ figure }) => figure)).toEqual(['accuracy']);
  });

  it('refuses a document of something else', async () => {
    const now = await evaluateFile(file('gold.jsonl', gold), classifier);
    await expect(compareWithFile(now, file('other.json', ['{"servers":[]}']))).rejects.toThrow('no document of eval');
  });
});

describe('evaluateLabels', () => {
  const labels = file(
    'labels.jsonl',
    tools.map((tool, at) => ({
      package: server,
      version: '1.0.0',
      tool: tool.name,
      definitionHash: definitionHash(tool),
      category: gold[at]!.category,
      effects: gold[at]!.effects,
    })),
  );

  it('scores verdicts on the tools of a snapshot file, matched by definition', async () => {
    const changed = { ...tools[1]!, description: 'Delete a lamp' };
    const report = await evaluateLabels(
      labels,
      file('snapshots.jsonl', [{ target: server, tools: [tools[0], changed, 7] }]),
      classifier,
    );
    expect(report).toMatchObject({ labels: 2, found: 1, accuracy: 1 });
  });

  it('scores the verdicts of a scan document as they stand', async () => {
    const verdicts = tools.map((tool) => ({
      server,
      tool: tool.name,
      ...classifier.classifyTool(tool, { server, siblings: [] }),
      category: 'Write',
    }));
    const document = file('scan.json', [JSON.stringify({ servers: [{ server, tools: verdicts }] }, null, 2)]);
    expect(await evaluateLabels(labels, document, classifier)).toMatchObject({ found: 2, accuracy: 0 });
  });
});
