import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LexiconFiles, readLexicon } from '../../src/classify/lexicon.ts';
import { SENSES } from '../../src/classify/senses.ts';
import { SIGNALS } from '../../src/classify/signals/index.ts';
import { CATEGORIES } from '../../src/model/category.ts';
import { loadLexicon } from '../../src/pipeline/assets.ts';

const FOLDER = resolve(import.meta.dirname, '../../data/lexicon');
const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
const files = LexiconFiles.parse(
  Object.fromEntries(names.map((name) => [name, JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), 'utf8'))])),
);
const senses = Object.keys(SENSES);
const duplicates = (list: readonly string[]) => list.filter((word, at) => list.indexOf(word) !== at);
const keysOf = (id: string) => Object.keys(SIGNALS.find((signal) => signal.id === id)?.keys ?? {});

describe('data/lexicon', () => {
  it('is read whole: no file is left out, none is missing', () => {
    expect(names.toSorted()).toEqual(Object.keys(LexiconFiles.shape).toSorted());
    expect(loadLexicon().hash).toBe(readLexicon(files).hash);
  });

  it('is refused when a file has another shape', () => {
    expect(() => readLexicon({ ...files, verbs: ['delete'] })).toThrow();
  });
});

describe('verbs.json', () => {
  it('gives each verb one known sense, in lower-case base form', () => {
    expect(Object.keys(files.verbs).filter((sense) => !senses.includes(sense))).toEqual([]);
    const verbs = Object.values(files.verbs).flat();
    expect(duplicates(verbs)).toEqual([]);
    expect(verbs.filter((verb) => !/^[a-z]+$/.test(verb))).toEqual([]);
  });

  it('makes the forms that descriptions use', () => {
    const { verbForms } = loadLexicon();
    for (const [form, verb] of [
      ['deletes', 'delete'],
      ['deleting', 'delete'],
      ['stopping', 'stop'],
      ['copies', 'copy'],
      ['fetches', 'fetch'],
    ])
      expect(verbForms.get(form!)?.verb).toBe(verb);
  });
});

describe('noun-verbs.json', () => {
  it('holds each word once', () => {
    expect(duplicates(files['noun-verbs'])).toEqual([]);
  });
});

describe('objects.json', () => {
  it('holds each noun once in a class', () => {
    for (const [kind, nouns] of Object.entries(files.objects)) expect([kind, duplicates(nouns)]).toEqual([kind, []]);
  });

  it('knows plurals', () => {
    expect(loadLexicon().objectClasses.get('policies')?.has('privilege')).toBe(true);
  });
});

describe('senses.json', () => {
  it('speaks of known senses, verbs and object classes only', () => {
    const known = { verbs: new Set(Object.values(files.verbs).flat()), kinds: new Set(Object.keys(files.objects)) };
    for (const ruling of files.senses) {
      expect([ruling, [ruling.sense, ...(ruling.senses ?? [])].filter((sense) => !senses.includes(sense))]).toEqual([
        ruling,
        [],
      ]);
      expect([
        ruling,
        [...(ruling.verbs ?? []), ...(ruling.except ?? [])].filter((verb) => !known.verbs.has(verb)),
      ]).toEqual([ruling, []]);
      const kinds = [...(ruling.objects ?? []), ...(ruling.not ?? []), ...(ruling.from ?? [])];
      expect([ruling, kinds.filter((kind) => !known.kinds.has(kind))]).toEqual([ruling, []]);
    }
  });
});

describe('categories.json', () => {
  it('gives a category to every sense that tells one', () => {
    const silent = ['manages', 'transfers'];
    expect(Object.keys(files.categories).toSorted()).toEqual(
      senses.filter((sense) => !silent.includes(sense)).toSorted(),
    );
  });
});

describe('phrases.json', () => {
  it('holds each phrase once in a key, lower case, of words parted by one blank', () => {
    for (const [group, keys] of Object.entries(files.phrases))
      for (const [key, phrases] of Object.entries(keys)) {
        expect([group, key, duplicates(phrases)]).toEqual([group, key, []]);
        expect([
          group,
          key,
          phrases.filter((phrase) => phrase !== phrase.toLowerCase() || /^[ *]| $| {2}/.test(phrase)),
        ]).toEqual([group, key, []]);
      }
  });
});

describe('parameters.json', () => {
  it('holds names in snake case', () => {
    expect(
      Object.values(files.parameters)
        .flat()
        .filter((name) => !/^=?[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name)),
    ).toEqual([]);
  });

  it('knows a name by its end, and a marked one only whole', () => {
    expect(Object.keys(files.parameters)).toEqual(expect.arrayContaining(['code', 'save-path', 'recipient', 'amount']));
  });
});

describe('languages.json', () => {
  it('gives known senses to verbs of at least nine languages', () => {
    expect(Object.keys(files.languages).filter((sense) => !senses.includes(sense))).toEqual([]);
    const lists = files.languages;
    for (const verb of ['eliminar', 'supprimer', 'löschen', 'excluir', 'cancellare', '删除', '削除', '삭제', 'удалить'])
      expect(lists['deletes']).toContain(verb);
  });
});

describe('openings.json', () => {
  it('skips no word that is a plain verb of an act', () => {
    expect(files.openings.words.filter((word) => ['delete', 'create', 'remove', 'pay', 'run'].includes(word))).toEqual(
      [],
    );
  });
});

describe('homoglyphs.json', () => {
  it('leads from letters of other scripts to Latin ones', () => {
    for (const [letter, latin] of Object.entries(files.homoglyphs))
      expect([letter, /^[A-Za-z]$/.test(latin), letter > '\u007f']).toEqual([letter, true, true]);
  });
});

describe('words.json', () => {
  it('holds each word once', () => {
    expect(duplicates(files.words)).toEqual([]);
  });
});

describe('servers.json', () => {
  it('knows the kinds that the signal knows', () => {
    expect(Object.keys(files.servers).toSorted()).toEqual(keysOf('server-kind').toSorted());
  });
});

describe('rules.json', () => {
  it('asks only for facts that a signal can find', () => {
    const found = new Set(
      SIGNALS.flatMap(({ id, keys, speaksFor }) => [
        ...Object.keys(keys).map((key) => `${id}:${key}`),
        ...speaksFor.map((one) => `${id}=${one}`),
      ]),
    );
    for (const scope of ['main', 'deed']) {
      for (const sense of senses) found.add(`${scope}:${sense}`);
      for (const category of [...CATEGORIES, 'doubt']) found.add(`${scope}=${category}`);
    }
    const asked = files.rules.rules.flatMap(({ id, when, unless }) =>
      [...when.flat(), ...unless].map((token) => [id, token] as const),
    );
    expect(asked.filter(([, token]) => !found.has(token))).toEqual([]);
  });

  it('has ids once each, and ends in a rule that always holds', () => {
    expect(duplicates(files.rules.rules.map(({ id }) => id))).toEqual([]);
    expect(files.rules.rules.at(-1)).toMatchObject({ when: [], unless: [] });
  });
});
