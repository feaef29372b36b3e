import { NOTHING_GIVEN } from '../model/secret.ts';
import { ServerEntry } from '../model/server-entry.ts';
import { hasValues, mergeTargets } from './merge-targets.ts';
import { openScratchFile, type ScratchFile, type Span } from './scratch-file.ts';
import type { ServerTarget, TargetProblem } from './target.ts';

/** The finds of one server: where they lie in the scratch file, and those that carry values. */
type Finds = { spans: Span[]; own?: ServerTarget };

/**
 * Makes one target of all finds of one server, with all its origins, in the order in which the servers were first found.
 * Problems come out at once, servers when everything was read. Entries wait in a file under `scratch`, which is gone in the
 * end; memory holds the id and where its finds lie, about 350 bytes a server. Targets that carry values stay in memory and
 * never reach the file.
 */
export async function* mergeOrigins(
  items: AsyncIterable<ServerTarget | TargetProblem>,
  scratch: string,
): AsyncGenerator<ServerTarget | TargetProblem, void, void> {
  const file = await openScratchFile(scratch);
  try {
    const byId = new Map<string, Finds>();
    for await (const item of items) {
      if ('problem' in item) yield item;
      else {
        const finds = byId.get(item.entry.id) ?? { spans: [] };
        byId.set(item.entry.id, finds);
        if (!hasValues(item)) finds.spans.push(await file.append(JSON.stringify([item.target, item.entry])));
        else finds.own = finds.own === undefined ? item : mergeTargets(finds.own, item);
      }
    }
    for (const finds of byId.values()) yield await mergeFinds(file, finds);
  } finally {
    await file.close();
  }
}

async function mergeFinds(file: ScratchFile, { spans, own }: Finds): Promise<ServerTarget> {
  let merged = own;
  for (const span of spans) {
    const [target, entry] = JSON.parse(await file.read(span)) as [string, unknown];
    const found: ServerTarget = { target, entry: ServerEntry.parse(entry), given: NOTHING_GIVEN };
    merged = merged === undefined ? found : mergeTargets(merged, found);
  }
  if (merged === undefined) throw new TypeError('a server without a find');
  return merged;
}
