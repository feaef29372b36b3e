import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import { ClassificationLine } from '../../src/model/classification.ts';
import { readClassifierAssets } from '../../src/pipeline/assets.ts';
import { classifyLines } from '../../src/pipeline/classify-lines.ts';

const classifier = createClassifier(readClassifierAssets());

async function classify(
  ...chunks: (string | Buffer)[]
): Promise<{ lines: ClassificationLine[]; bad: [number, string][]; out: string }> {
  const output = new PassThrough();
  const written = text(output);
  const bad: [number, string][] = [];
  await classifyLines(Readable.from(chunks, { objectMode: false }), output, classifier, (line, reason) =>
    bad.push([line, reason]),
  );
  const out = await written;
  return {
    lines: out
      .split('\n')
      .filter(Boolean)
      .map((line) => ClassificationLine.parse(JSON.parse(line))),
    bad,
    out,
  };
}

const line = (name: string, more: object = {}): string =>
  `${JSON.stringify({ server: 'npm:harbour-mcp', tool: { name, inputSchema: { type: 'object' } }, ...more })}\n`;

describe('classifyLines', () => {
  it('writes one verdict a line, in order, with the id where one was given', async () => {
    const { lines } = await classify(
      line('list_ships', { id: 'a' }),
      line('sink_ship'),
      line('delete_berth', { id: 'c' }),
    );
    expect(lines.map(({ id, tool }) => [id, tool])).toEqual([
      ['a', 'list_ships'],
      [undefined, 'sink_ship'],
      ['c', 'delete_berth'],
    ]);
    expect(lines[2]).toMatchObject({ server: 'npm:harbour-mcp', category: 'Destructive', severity: 'critical' });
  });

  it('tells bad lines by number and still writes every good one', async () => {
    const { lines, bad } = await classify(
      'not json\n',
      line('list_ships'),
      '\n',
      '{"server":1}\n',
      '[]\n',
      '{"server":"a","tool":{}}\n',
      line('moor'),
    );
    expect(lines.map(({ tool }) => tool)).toEqual(['list_ships', 'moor']);
    expect(bad.map(([number]) => number)).toEqual([1, 4, 5, 6]);
  });

  it('reads a last line without its end, CRLF and a byte order mark', async () => {
    const { lines, bad } = await classify(`\uFEFF${line('list_ships').replace('\n', '\r\n')}${line('moor').trimEnd()}`);
    expect(lines.map(({ tool }) => tool)).toEqual(['list_ships', 'moor']);
    expect(bad).toEqual([]);
  });

  it('reads characters that are cut between two chunks', async () => {
    const bytes = Buffer.from(line('list_ships', { server: 'npm:hafen-für-große-schiffe-🚢' }));
    const chunks = Array.from(bytes, (byte) => Buffer.of(byte));
    const { lines } = await classify(...chunks);
    expect(lines[0]?.server).toBe('npm:hafen-für-große-schiffe-🚢');
  });

  it('refuses a line beyond 16 MiB and goes on', async () => {
    const long = line('list_ships', { padding: 'x'.repeat(17 * 2 ** 20) });
    const { lines, bad } = await classify(long, line('moor'));
    expect(lines.map(({ tool }) => tool)).toEqual(['moor']);
    expect(bad).toEqual([[1, 'longer than 16 MiB']]);
  });

  it('gives the same bytes on every run', async () => {
    const input = [
      line('list_ships'),
      line('run_crane', { tool: { name: 'run_crane', description: 'Runs a command' } }),
    ];
    expect((await classify(...input)).out).toBe((await classify(...input)).out);
  });

  it('survives any JSON as a tool, and names that are traps', async () => {
    const { lines } = await classify(line('__proto__', { siblings: ['constructor', '__proto__'] }));
    expect(lines[0]?.tool).toBe('__proto__');
    await fc.assert(
      fc.asyncProperty(fc.json(), async (schema) => {
        const tool = {
          name: 'x',
          inputSchema: { properties: JSON.parse(schema) as unknown, enum: JSON.parse(schema) as unknown },
        };
        expect((await classify(line('x', { tool }))).lines).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });
});
