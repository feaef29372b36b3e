import { describe, expect, it } from 'vitest';
import type { Classifier } from '../../src/classify/classifier.ts';
import { type ReviewEvent, withEventId } from '../../src/model/review-event.ts';
import { contextHash } from '../../src/model/server-context.ts';
import { definitionHash, toolSetHash } from '../../src/model/tool.ts';
import { classifySnapshot } from '../../src/pipeline/classify-snapshot.ts';
import { LIBRARY_TOOLS, listedLibrary, verdictOn } from '../catalog/library-server.ts';

const { snapshot } = listedLibrary();
const burnBook = LIBRARY_TOOLS[2]!;
const decision: ReviewEvent = withEventId({
  action: 'decide',
  server: snapshot.entry.id,
  tool: burnBook.name,
  definitionHash: definitionHash(burnBook),
  toolSetHash: toolSetHash(LIBRARY_TOOLS),
  category: 'Destructive',
  reason: 'a burnt book is gone',
  by: 'Ann',
  at: '2026-11-21T09:00:00.000Z',
});

/** A classifier of a version that finds everything harmless, and counts what it looks at. */
function classifierOf(weights: string): Classifier & { looked: () => number } {
  let looked = 0;
  const versions = { rules: 'r1', weights };
  return {
    versions,
    looked: () => looked,
    classifyTool: (tool, context) => {
      looked += 1;
      return verdictOn(tool, { versions, contextHash: contextHash(context, tool.name), needsReview: true });
    },
  };
}

const memory = (events: ReviewEvent[], classifications = listedLibrary().classifications) => ({
  lastListed: async () => ({
    toolSetHash: snapshot.toolSetHash,
    at: snapshot.provenance.at,
    snapshot,
    classifications,
  }),
  reviews: { eventsFor: async () => events },
});

describe('a decision of a person', () => {
  it('stands over a new crawl and over a new model, and costs no classification of what did not change', async () => {
    const first = classifierOf('w1');
    const once = await classifySnapshot(snapshot, memory([decision]), { classifier: first });
    expect(once.classifications.map(({ category, decidedBy }) => [category, decidedBy])).toEqual([
      ['Read', 'rules'],
      ['Read', 'rules'],
      ['Destructive', 'person'],
    ]);
    expect(first.looked()).toBe(3);
    const again = await classifySnapshot(snapshot, memory([decision], once.classifications), { classifier: first });
    expect(again.classifications).toEqual(once.classifications);
    expect(first.looked()).toBe(3);
    const second = classifierOf('w2');
    const trained = await classifySnapshot(snapshot, memory([decision], once.classifications), { classifier: second });
    expect(second.looked()).toBe(3);
    expect(trained.classifications[2]).toMatchObject({ decidedBy: 'person', versions: { weights: 'w2' } });
  });

  it('leaves nothing behind when it is taken back', async () => {
    const classifier = classifierOf('w1');
    const machine = await classifySnapshot(snapshot, memory([]), { classifier });
    const decided = await classifySnapshot(snapshot, memory([decision], machine.classifications), { classifier });
    const after = await classifySnapshot(snapshot, memory([], decided.classifications), { classifier });
    expect(after.classifications).toEqual(machine.classifications);
    expect(classifier.looked()).toBe(3);
  });

  it('is not asked about again', async () => {
    const asked: string[] = [];
    const llm = {
      adjudicate: async (items: readonly { tool: { name: string }; verdict: ReturnType<typeof verdictOn> }[]) => {
        asked.push(...items.map(({ tool }) => tool.name));
        return items.map(({ verdict }) => ({ ...verdict, decidedBy: 'llm' as const }));
      },
    };
    const { classifications } = await classifySnapshot(snapshot, memory([decision]), {
      classifier: classifierOf('w1'),
      llm,
    });
    expect(asked).toEqual(['find_book', 'lend_book']);
    expect(classifications.map(({ decidedBy }) => decidedBy)).toEqual(['llm', 'llm', 'person']);
  });
});
