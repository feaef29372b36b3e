import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NOTHING_GIVEN } from '../model/secret.ts';
import { ServerEntry } from '../model/server-entry.ts';
import { hasValues, mergeTargets } from './merge-targets.ts';
import type { ServerTarget, TargetProblem } from './target.ts';

/** Where the finds of one server lie in the scratch file: offset and length of each. */
type Finds = { spans: number[]; own?: ServerTarget };

/**
 * Makes one target of all finds of one server, with all its origins, in the order in which the servers were first found.
 * Problems come out at once, servers when everything was read. Entries wait in a file under `scratch`, which is gone in the
 * end; memory holds the id and 16 bytes a find, about 300 bytes a server. Targets that carry values stay in memory and never
 * reach the file.
 */
export async function* mergeOrigins(
  items: AsyncIterable<ServerTarget | TargetProblem>,
  scratch: string,
): AsyncGenerator<ServerTarget | TargetProblem, void, void> {
  const folder = await mkdtemp(join(scratch, 'merge-'));
  const file = await open(join(folder, 'entries.jsonl'), 'wx+', 0o600);
  try {
    const byId = new Map<string, Finds>();
    let end = 0;
    for await (const item of items) {
      if ('problem' in item) {
        yield item;
        continue;
      }
      const finds = byId.get(item.entry.id) ?? { spans: [] };
      byId.set(item.entry.id, finds);
      if (hasValues(item)) finds.own = finds.own === undefined ? item : mergeTargets(finds.own, item);
      else {
        const line = Buffer.from(`${JSON.stringify([item.target, item.entry])}\n`);
        await file.write(line, 0, line.length, end);
        finds.spans.push(end, line.length);
        end += line.length;
      }
    }
    for (const { spans, own } of byId.values()) yield await mergeFinds(file, spans, own);
  } finally {
    await file.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function mergeFinds(
  file: Awaited<ReturnType<typeof open>>,
  spans: readonly number[],
  own: ServerTarget | undefined,
): Promise<ServerTarget> {
  let merged = own;
  for (let index = 0; index < spans.length; index += 2) {
    const buffer = Buffer.alloc(spans[index + 1] ?? 0);
    await file.read(buffer, 0, buffer.length, spans[index] ?? 0);
    const [target, entry] = JSON.parse(buffer.toString('utf8')) as [string, unknown];
    const found: ServerTarget = { target, entry: ServerEntry.parse(entry), given: NOTHING_GIVEN };
    merged = merged === undefined ? found : mergeTargets(merged, found);
  }
  if (merged === undefined) throw new TypeError('a server without a find');
  return merged;
}
