import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SIGNALS } from '../../../src/classify/signals/index.ts';
import type { Example, Signal } from '../../../src/classify/signals/signal.ts';
import { readSubject } from '../../../src/classify/subject.ts';
import type { Tool } from '../../../src/model/tool.ts';
import { loadLexicon } from '../../../src/pipeline/assets.ts';

const lexicon = loadLexicon();

function detect(signal: Signal, { tool, server, siblings }: Example) {
  const whole = { inputSchema: { type: 'object' }, ...tool } as Tool;
  return signal.detect(readSubject(whole, { server: server ?? 'npm:survey-desk', siblings: siblings ?? [] }, lexicon));
}

describe('the list of signals', () => {
  it('holds every file of the folder, in alphabetical order', () => {
    const folder = resolve(import.meta.dirname, '../../../src/classify/signals');
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && file !== 'index.ts' && file !== 'signal.ts')
      .map((file) => file.slice(0, -3))
      .sort();
    expect(SIGNALS.map(({ id }) => id)).toEqual(files);
  });
});

describe.each(SIGNALS.map((signal) => [signal.id, signal] as const))('%s', (_id, signal) => {
  it.each(signal.fires.map((example) => [JSON.stringify(example.tool), example] as const))(
    'fires on %s',
    (_, example) => {
      const facts = detect(signal, example);
      expect(facts.map(({ key }) => key).sort()).toEqual([...(example.keys ?? [])].sort());
      for (const { key, speaksFor } of facts) {
        expect(Object.keys(signal.keys)).toContain(key);
        expect(signal.speaksFor).toContain(speaksFor);
      }
    },
  );

  it.each(signal.silent.map((example) => [JSON.stringify(example), example] as const))(
    'is silent on %s',
    (_, example) => {
      expect(detect(signal, example)).toEqual([]);
    },
  );

  it('shows at least one definition that fires and one that does not', () => {
    expect(signal.fires.length).toBeGreaterThan(0);
    expect(signal.silent.length).toBeGreaterThan(0);
  });
});
