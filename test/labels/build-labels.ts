import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { definitionHash, parseTool } from '../../src/model/tool.ts';
import { parseLabelledLines } from '../../src/pipeline/labelled-lines.ts';

/**
 * Writes `data/labels/npm.jsonl`: labels of gold-dev for tools that a published npm package lists with the very same
 * definition. Facts only: package, version, tool name, definition hash, category, effects. Held-out servers are left out.
 * Usage: `npm run labels -- FOLDER_WITH_THE_DATA`.
 */
const folder = process.argv[2];
if (folder === undefined) throw new Error('give the folder that holds gold-dev.jsonl and snapshots-npm.jsonl');

const Snapshot = z.looseObject({
  target: z.string(),
  version: z.string(),
  heldOut: z.boolean(),
  tools: z.array(z.unknown()),
});

const gold = new Map(
  parseLabelledLines(readFileSync(join(folder, 'gold-dev.jsonl'), 'utf8'), 'gold-dev.jsonl').map((labelled) => [
    definitionHash(labelled.tool),
    labelled,
  ]),
);
const lines: string[] = [];
for (const text of readFileSync(join(folder, 'snapshots-npm.jsonl'), 'utf8').split('\n')) {
  if (text.trim() === '') continue;
  const snapshot = Snapshot.parse(JSON.parse(text));
  if (snapshot.heldOut) continue;
  for (const item of snapshot.tools) {
    const parse = parseTool(item);
    const hash = 'tool' in parse ? definitionHash(parse.tool) : '';
    const labelled = gold.get(hash);
    // A definition that several servers share was labelled on one of them: only that one is sure.
    if (labelled === undefined || !isSameServer(labelled.context.server, snapshot.target)) continue;
    lines.push(
      JSON.stringify({
        package: snapshot.target,
        version: snapshot.version,
        tool: labelled.tool.name,
        definitionHash: hash,
        category: labelled.category,
        effects: labelled.effects,
        ...(labelled.effectsUnsure.length === 0 ? {} : { effectsUnsure: labelled.effectsUnsure }),
        ...(labelled.hard ? { hard: true } : {}),
      }),
    );
  }
}
writeFileSync(join(import.meta.dirname, '../../data/labels/npm.jsonl'), `${lines.sort().join('\n')}\n`);

function isSameServer(labelled: string, listed: string): boolean {
  const name = (id: string): string => id.replace(/^npm:/, '');
  return name(labelled) === name(listed);
}
