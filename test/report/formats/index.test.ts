import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../../src/report/formats/index.ts';
import { inputOf, listed, textOf, toolOf, verdictOn } from '../fixture.ts';

const FOLDER = resolve(import.meta.dirname, '../../../src/report/formats');
const ids = FORMATS.map(({ id }) => id);

describe('the list of report formats', () => {
  it('names every file of its folder, in the order of the alphabet', () => {
    const files = readdirSync(FOLDER).filter((file) => file !== 'index.ts');
    expect(ids.map((id) => `${id}.ts`)).toEqual(files.sort());
  });

  it('gives every format a file of its own', () => {
    expect(new Set(FORMATS.map(({ fileName }) => fileName)).size).toBe(FORMATS.length);
    for (const { fileName } of FORMATS) expect(join('out', fileName)).toMatch(/^out\/report\.[a-z]+$/);
  });
});

describe.each(FORMATS)('$title', (format) => {
  const { render } = format;

  it('renders a run without servers', async () => {
    expect((await textOf(render(inputOf([])))).length).toBeGreaterThan(10);
  });

  it('asks for the next server only after it has written the one before', async () => {
    const servers = Array.from({ length: 20 }, (_none, index) => {
      const tool = toolOf(`moor_${index}`, 'Moor a vessel.');
      return listed(`quay-${index}`, [[tool, verdictOn(tool, 'Write')]]);
    });
    const input = inputOf(servers);
    let given = 0;
    let written = 0;
    const counted = async function* () {
      given = 0;
      written = 0;
      for await (const server of input.servers()) {
        expect(written).toBeGreaterThanOrEqual(given);
        given += 1;
        yield server;
      }
    };
    for await (const chunk of render({ ...input, summary: { ...input.summary, riskiest: [] }, servers: counted }))
      if (chunk.includes(`quay${format.id === 'markdown' ? '\\' : ''}-${given - 1}`)) written = given;
    expect(given).toBe(20);
  });
});
