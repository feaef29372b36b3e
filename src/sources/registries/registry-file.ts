import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findExcess, isJsonObject } from '../../model/json.ts';
import { fileReason } from '../files/file-reason.ts';
import { readLines } from '../files/read-lines.ts';
import type { ServerTarget, TargetProblem } from '../target.ts';
import type { Registry } from './registry.ts';
import { MAX_ENTRY_DEPTH, type RecordOrigin, readRegistryRecord } from './registry-record.ts';

/** Largest JSON file that is read whole; larger snapshots come as JSON Lines or as a folder of pages. */
const MAX_JSON_BYTES = 64 * 2 ** 20;

/**
 * A registry that was saved: a `.json` (a page of the API, a list of entries, or one server.json), JSON Lines of entries, or
 * a folder of such files, read in the order of their names. Line by line or file by file, never all at once.
 */
export function registryFile(path: string, signal?: AbortSignal): Registry {
  const list: Registry['list'] = () => readAll(path, { place: path }, signal);
  return {
    list,
    async find(name) {
      const target = `registry:${name}`;
      for await (const item of list()) {
        if ('problem' in item ? item.target === path : item.entry.origins.some((origin) => origin.name === name))
          return [item];
      }
      return [{ target, problem: `is not in the registry saved as ${path}` }];
    },
  };
}

async function* readAll(
  path: string,
  origin: RecordOrigin,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerTarget | TargetProblem, void, void> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) yield* readFileOf(path, found.size, origin, signal);
    else {
      const names = (await readdir(path)).filter((name) => /\.(?:json|jsonl|ndjson)$/i.test(name)).sort();
      for (const name of names) yield* readAll(join(path, name), origin, signal);
    }
  } catch (error) {
    signal?.throwIfAborted();
    yield { target: path, problem: `cannot be read: ${fileReason(error)}`, endsList: true };
  }
}

async function* readFileOf(
  file: string,
  size: number,
  origin: RecordOrigin,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerTarget | TargetProblem, void, void> {
  if (/\.(?:jsonl|ndjson)$/i.test(file)) {
    for await (const { number, text } of readLines(file, signal)) {
      if (text?.trim() !== '') yield* readText(text, `${file}:${number}`, origin);
    }
  } else if (size > MAX_JSON_BYTES)
    yield {
      target: file,
      problem: 'is larger than 64 MB: save it as JSON Lines, or as a folder of pages',
      endsList: true,
    };
  else yield* readText(await readFile(file, 'utf8'), file, origin);
}

function readText(text: string | undefined, target: string, origin: RecordOrigin): (ServerTarget | TargetProblem)[] {
  if (text === undefined) return [{ target, problem: 'is longer than 1 MB', endsList: true }];
  const value = parse(text);
  if (value === undefined) return [{ target, problem: 'is no JSON', endsList: true }];
  return recordsIn(value).flatMap((record) => readRegistryRecord(record, origin));
}

/** The entries of a page (`servers`), of ToolHive's wrapping of one (`data.servers`), of a list, or the one entry that it is. */
function recordsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return [value];
  const servers = value.servers ?? (isJsonObject(value.data) ? value.data.servers : undefined);
  return Array.isArray(servers) ? servers : [value];
}

function parse(text: string): unknown {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
    return findExcess(value, MAX_ENTRY_DEPTH) === undefined ? value : undefined;
  } catch {
    return undefined;
  }
}
