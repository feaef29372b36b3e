import type { Category } from '../../model/category.ts';
import { siblingPointer } from '../subject.ts';
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
  detect: ({ siblings, name, context }) => {
    const facts: Fact[] = [];
    const own = name.deed?.objects ?? name.words;
    const add = (key: string, speaksFor: Fact['speaksFor'], sibling: string) => {
      if (!facts.some((fact) => fact.key === key))
        facts.push({ key, speaksFor, pointer: siblingPointer(context, sibling), quote: sibling });
    };
    let readers = 0;
    for (const { name: sibling, reading } of siblings) {
      const { deed } = reading;
      if (deed === undefined || deed.category === 'Read') readers += 1;
      if (deed === undefined) continue;
      const some = deed.category === undefined ? undefined : SOME[deed.category];
      if (some !== undefined && deed.category !== undefined) add(some, deed.category, sibling);
      if (!isSame(deed.objects, own)) continue;
      if (deed.category === 'Read') add('read-twin', 'Write', sibling);
      if (deed.sense === 'deletes') add('delete-twin', 'Write', sibling);
      if (deed.sense === 'restores') add('restore-twin', 'Write', sibling);
    }
    const first = siblings[0];
    if (first !== undefined && siblings.length >= 3 && readers === siblings.length) add('all-read', 'Read', first.name);
    return facts;
  },
};

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && a.length === b.length && a.every((word, at) => word === b[at]);
}

/** Key for a sibling's category; reading siblings count only where all are. */
const SOME: Readonly<Partial<Record<Category, string>>> = {
  Write: 'some-write',
  Execute: 'some-execute',
  Destructive: 'some-destroy',
  Financial: 'some-pay',
};
