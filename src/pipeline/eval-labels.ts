import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Classifier } from '../classify/classifier.ts';
import { type Evaluation, evaluate, type Scored } from '../measure/evaluate.ts';
import { Classification } from '../model/classification.ts';
import { InputError } from '../model/fault.ts';
import { isJsonObject } from '../model/json.ts';
import { definitionHash, parseTool } from '../model/tool.ts';
import { textLines } from './text-lines.ts';
import { parseToolLabels, type ToolLabel } from './tool-label.ts';

/** How good verdicts on listed tools are, and how many of the labelled ones were found. */
export type LabelReport = Evaluation & { labels: number; found: number };

/** Longest line of a snapshot file, in characters. */
const MAX_LINE_CHARACTERS = 64 * 2 ** 20;

/**
 * Scores verdicts against labels by definition hash: those of a `scan --json` document as they stand, and those on
 * the tools of a snapshot file (JSON Lines with `tools`), which are classified now.
 */
export async function evaluateLabels(
  labelsPath: string,
  againstPath: string,
  classifier: Classifier,
): Promise<LabelReport> {
  const labels = await readLabels(labelsPath);
  const byHash = new Map(labels.map((label) => [`${label.tool}\n${label.definitionHash}`, label]));
  const scored: Scored[] = [];
  for await (const { name, hash, verdict } of listedTools(againstPath, classifier, byHash)) {
    const label = byHash.get(`${name}\n${hash}`);
    if (label === undefined) continue;
    byHash.delete(`${name}\n${hash}`);
    scored.push({ gold: label, verdict: verdict() });
  }
  return { ...evaluate(scored), labels: labels.length, found: scored.length };
}

async function readLabels(path: string): Promise<ToolLabel[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InputError(`${path} cannot be read`, { cause });
  });
  return parseToolLabels(text, path);
}

type Listed = { name: string; hash: string; verdict: () => Scored['verdict'] };

/** What a snapshot line may look like: a run folder's, or a list of servers with their tools. */
const SnapshotLine = z.looseObject({
  target: z.string().optional(),
  entry: z.looseObject({ id: z.string() }).optional(),
  instructions: z.string().optional(),
  tools: z.array(z.unknown()),
});
const VerdictLine = z.looseObject({ tool: z.string(), ...Classification.shape });
const ScanDocument = z.looseObject({ servers: z.array(z.looseObject({ tools: z.array(z.unknown()).default([]) })) });

async function* listedTools(
  path: string,
  classifier: Classifier,
  wanted: ReadonlyMap<string, unknown>,
): AsyncGenerator<Listed> {
  for await (const lines of textLines(createReadStream(path, 'utf8'), MAX_LINE_CHARACTERS)) {
    for (const { text } of lines) {
      const snapshot = SnapshotLine.safeParse(parseJson(text ?? ''));
      if (snapshot.success) yield* classified(snapshot.data, classifier, wanted);
      else if (text?.startsWith('{') === true) yield* scanned(await readFile(path, 'utf8'));
      if (!snapshot.success && text?.startsWith('{') === true) return;
    }
  }
}

function* classified(
  { target, entry, instructions, tools }: z.infer<typeof SnapshotLine>,
  classifier: Classifier,
  wanted: ReadonlyMap<string, unknown>,
): Generator<Listed> {
  const parsed = tools.flatMap((tool) => {
    const parse = parseTool(tool);
    return 'tool' in parse ? [parse.tool] : [];
  });
  const context = {
    server: entry?.id ?? target ?? '',
    siblings: parsed.map(({ name }) => name),
    ...(instructions === undefined ? {} : { instructions }),
  };
  for (const tool of parsed) {
    const hash = definitionHash(tool);
    if (wanted.has(`${tool.name}\n${hash}`))
      yield { name: tool.name, hash, verdict: () => classifier.classifyTool(tool, context) };
  }
}

function* scanned(text: string): Generator<Listed> {
  const document = ScanDocument.safeParse(parseJson(text));
  for (const { tools } of document.data?.servers ?? []) {
    for (const tool of tools) {
      const line = VerdictLine.safeParse(tool);
      if (line.success) yield { name: line.data.tool, hash: line.data.definitionHash, verdict: () => line.data };
    }
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
