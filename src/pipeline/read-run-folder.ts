import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Classification } from '../model/classification.ts';
import { Failure } from '../model/failure.ts';
import { InputError } from '../model/fault.ts';
import { Run, type ServerResult } from '../model/run.ts';
import { ServerEntry } from '../model/server-entry.ts';
import { ServerSnapshot } from '../model/snapshot.ts';
import { type Summary, Tally } from '../report/summary.ts';
import { type LinePlace, placesOfLines, readLineAt } from './line-places.ts';

/** A run as its folder tells it. */
export type StoredRun = { run: Run; summary: Summary; results: () => AsyncIterable<ServerResult> };

const ids = z.looseObject({
  id: z.string().optional(),
  server: z.string().optional(),
  entry: z.looseObject({ id: z.string() }).optional(),
});
const EntryLine = z.object({
  target: z.string(),
  change: z.enum(['new', 'changed', 'unchanged']).default('new'),
  ...ServerEntry.shape,
});

const FILES = ['entries.jsonl', 'snapshots.jsonl', 'failures.jsonl', 'classifications.jsonl'] as const;
type FileName = (typeof FILES)[number];
/** Where the lines of one server stand in each file. */
type Places = Record<FileName, LinePlace[]>;

/**
 * Reads a run folder, also one of a run that was killed: a last line without its end is dropped, and a server whose
 * records are not whole is left out. It holds only where each record stands, so a folder may be larger than memory.
 * Throws `InputError` when the folder holds no run.
 */
export async function readRunFolder(folder: string): Promise<StoredRun> {
  const run = await readRun(join(folder, 'run.json'));
  const places = await findPlaces(folder);
  const results = () => readResults(folder, places);
  const tally = new Tally();
  for await (const result of results()) tally.add(result);
  return { run, summary: tally.summary(), results };
}

async function readRun(path: string): Promise<Run> {
  try {
    return Run.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new InputError(`${path} is no record of a run; name a folder that \`scan --out\` wrote`, { cause });
  }
}

/** Places by server id, in the order of ids, as the catalogue gives its results. */
async function findPlaces(folder: string): Promise<Map<string, Places>> {
  const found = new Map<string, Places>();
  for (const name of FILES)
    for await (const [value, place] of valuesOf(join(folder, name))) {
      const keys = ids.safeParse(value);
      const id = keys.data?.entry?.id ?? keys.data?.server ?? keys.data?.id;
      if (id === undefined) continue;
      const places = found.get(id) ?? noPlaces();
      places[name].push(place);
      found.set(id, places);
    }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function* valuesOf(path: string): AsyncGenerator<[value: unknown, place: LinePlace]> {
  const places = placesOfLines(path);
  let file: FileHandle | undefined;
  try {
    for await (const place of places) {
      file ??= await open(path);
      yield [await readLineAt(file, place), place];
    }
  } finally {
    await file?.close();
  }
}

async function* readResults(folder: string, places: ReadonlyMap<string, Places>): AsyncGenerator<ServerResult> {
  const files = await Promise.all(FILES.map(async (name) => [name, await open(join(folder, name))] as const));
  const fileOf = new Map(files);
  const read = async (name: FileName, at: readonly LinePlace[]): Promise<unknown[]> => {
    const file = fileOf.get(name);
    const values: unknown[] = [];
    if (file !== undefined) for (const place of at) values.push(await readLineAt(file, place));
    return values;
  };
  try {
    for (const each of places.values()) {
      const result = await readResult(each, read);
      if (result !== undefined) yield result;
    }
  } finally {
    await Promise.all(files.map(([, file]) => file.close()));
  }
}

type Read = (name: FileName, at: readonly LinePlace[]) => Promise<unknown[]>;

async function readResult(places: Places, read: Read): Promise<ServerResult | undefined> {
  const [entryLine] = await read('entries.jsonl', places['entries.jsonl'].slice(-1));
  const entry = EntryLine.safeParse(entryLine);
  if (!entry.success) return undefined;
  const { target, change, ...rest } = entry.data;
  const [failureLine] = await read('failures.jsonl', places['failures.jsonl'].slice(-1));
  const failure = Failure.safeParse(failureLine);
  if (failure.success) return { target, entry: rest, status: 'failed', failure: failure.data };
  const [snapshotLine] = await read('snapshots.jsonl', places['snapshots.jsonl'].slice(-1));
  const snapshot = ServerSnapshot.safeParse(snapshotLine);
  if (!snapshot.success) return undefined;
  const lines = await read('classifications.jsonl', places['classifications.jsonl'].slice(-snapshot.data.tools.length));
  const verdicts = z.array(Classification).safeParse(lines);
  if (!verdicts.success || verdicts.data.length !== snapshot.data.tools.length) return undefined;
  return { target, entry: rest, status: 'listed', change, snapshot: snapshot.data, classifications: verdicts.data };
}

function noPlaces(): Places {
  return { 'entries.jsonl': [], 'snapshots.jsonl': [], 'failures.jsonl': [], 'classifications.jsonl': [] };
}
