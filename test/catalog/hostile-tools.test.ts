import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { parseTool, type Tool } from '../../src/model/tool.ts';
import { DATABASES, type OpenedCatalog } from './databases.ts';
import { libraryEntry, listedLibrary, nightlyRun } from './library-server.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\u0000', '\ud800', '\udc00', '"', '\\', '\ufffd', 'ß'), maxLength: 5 }),
  fc.constantFrom('__proto__', 'constructor', "'; drop table runs; --", '\u0000', '\ud800', '\ufffd', '\\u0000'),
);

/**
 * No key is one backslash: after it, the `JSON.parse` of this Node takes other escaped keys for it
 * (github.com/nodejs/node/issues/63785), here as in the catalogue.
 */
const key = text.filter((each) => each !== '\\');

const value = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.array(tie('json'), { maxLength: 3 }),
    object(tie('json')),
  ),
})).json;

/** An object whose keys stand as `JSON.parse` puts them: `__proto__` is an own property. */
function object(json: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> {
  return fc.array(fc.tuple(key, json), { maxLength: 4 }).map((entries) => {
    const members = entries.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`);
    const parsed: JsonObject = JSON.parse(`{${members.join(',')}}`);
    return parsed;
  });
}

const tool: fc.Arbitrary<Tool> = fc
  .tuple(
    fc.record(
      { name: text.filter((name) => name !== ''), title: text, description: text, inputSchema: object(value) },
      { requiredKeys: ['name', 'inputSchema'] },
    ),
    object(value),
  )
  .map(([shape, extra]) => parseTool({ ...extra, annotations: {}, ...shape }))
  .filter((parsed) => 'tool' in parsed)
  .map((parsed) => parsed.tool);

describe.each(DATABASES)('hostile tools in the catalogue on $title', ({ title, open }) => {
  it('come back exactly as they were listed', async () => {
    const opened: OpenedCatalog = await open();
    await opened.catalog.startRun(nightlyRun());
    let night = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(tool, { maxLength: 5 }), text, async (tools, instructions) => {
        night += 1;
        const run = nightlyRun(`run-${night}`);
        await opened.catalog.startRun(run);
        const listed = listedLibrary(tools, libraryEntry(`npm:hostile-${night}`));
        listed.snapshot.instructions = instructions;
        listed.snapshot.malformed = [{ index: 9, name: instructions, reason: instructions }];
        listed.target = instructions;
        await opened.catalog.saveResult(run.id, listed);
        for await (const read of opened.catalog.resultsOf(run.id)) {
          expect(read).toEqual(listed);
          if (read.status === 'listed')
            expect(read.snapshot.tools.map(inOrder)).toEqual(listed.snapshot.tools.map(inOrder));
        }
      }),
      { numRuns: title === 'SQLite' ? 120 : 10 },
    );
    await opened.close();
  });

  it('with one hash and another text each keep their own', async () => {
    const opened: OpenedCatalog = await open();
    await opened.catalog.startRun(nightlyRun());
    const shelf = (name: string, schema: string): Tool => ({ name, inputSchema: JSON.parse(schema) });
    const tools = [
      shelf('a\ud800', '{"x":1,"y":2}'),
      shelf('a\ufffd', '{"x":1,"y":2}'),
      shelf('a\ufffd', '{"y":2,"x":1}'),
      { ...shelf('a\udc00', '{"x":1,"y":2}'), _meta: { n: 1 } },
    ];
    expect((await opened.catalog.saveResult(nightlyRun().id, listedLibrary(tools))).definitionsAdded).toBe(1);
    const last = await opened.catalog.lastListed('npm:library-desk');
    expect(JSON.stringify(last?.snapshot.tools)).toBe(JSON.stringify(tools));
    await opened.close();
  });
});

/** Text in which the order of keys shows, but that of the tool's own fields. */
function inOrder(each: Tool): string {
  return JSON.stringify(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
}
