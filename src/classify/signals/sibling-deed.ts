import { CATEGORIES } from '../../model/category.ts';
import type { Fact, Signal } from './signal.ts';

/** What the tool's siblings do. */
export const siblingDeed: Signal = {
  id: 'sibling-deed',
  title: 'What the siblings do',
  why: 'A tool that stands among writers and deleters of the same thing, or has a restoring twin, is read differently from one among readers.',
  speaksFor: ['Read', 'Write', 'Execute', 'Destructive', 'Financial'],
  reads: ['siblings', 'name'],
  keys: {
    'all-read': 'every sibling reads',
    'some-write': 'a sibling changes something',
    'some-execute': 'a sibling runs something',
    'some-destroy': 'a sibling destroys something',
    'some-pay': 'a sibling moves money',
    'read-twin': 'a sibling reads the same thing',
    'delete-twin': 'a sibling deletes the same thing',
    'restore-twin': 'a sibling restores the same thing',
  },
  fires: [
    {
      tool: { name: 'archive_survey' },
      siblings: ['get_survey', 'restore_survey'],
      keys: ['some-write', 'read-twin', 'restore-twin'],
    },
    { tool: { name: 'weather' }, siblings: ['get_forecast', 'list_stations', 'get_alerts'], keys: ['all-read'] },
  ],
  silent: [{ tool: { name: 'get_survey' } }],
  detect: ({ siblings, name }) => {
    const facts = new Map<string, Fact>();
    const own = name.deed?.objects ?? name.words;
    const add = (key: string, speaksFor: Fact['speaksFor'], pointer: string, quote: string) => {
      if (!facts.has(key)) facts.set(key, { key, speaksFor, pointer, quote });
    };
    let readers = 0;
    for (const { pointer, name: sibling, reading } of siblings) {
      const { deed } = reading;
      if (deed === undefined || deed.category === 'Read') readers += 1;
      const some = SOME[CATEGORIES.indexOf(deed?.category ?? 'Read')];
      if (some !== undefined && deed?.category !== undefined) add(some, deed.category, pointer, sibling);
      if (deed === undefined || !isSame(deed.objects, own)) continue;
      if (deed.category === 'Read') add('read-twin', 'Write', pointer, sibling);
      if (deed.sense === 'deletes') add('delete-twin', 'Write', pointer, sibling);
      if (deed.sense === 'restores') add('restore-twin', 'Write', pointer, sibling);
    }
    const first = siblings[0];
    if (first !== undefined && siblings.length >= 3 && readers === siblings.length)
      add('all-read', 'Read', first.pointer, first.name);
    return [...facts.values()];
  },
};

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && a.length === b.length && a.every((word, at) => word === b[at]);
}

/** Key for the category at the same place of `CATEGORIES`. */
const SOME = [undefined, 'some-write', 'some-execute', 'some-destroy', 'some-pay'];
