import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonGuard, MAX_CONTAINERS } from '../../../src/connect/transport/json-guard.ts';

/** Pushes a text through a guard in pieces of the given sizes, over and over. */
function through(
  guard: ReturnType<typeof createJsonGuard>,
  text: string,
  sizes: readonly number[] = [2 ** 16],
): string {
  const bytes = Buffer.from(text);
  const kept: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const end = at + (sizes[turn % sizes.length] ?? 1);
    kept.push(Buffer.from(guard.push(bytes.subarray(at, end))));
    at = end;
  }
  return Buffer.concat(kept).toString('utf8');
}

const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

describe('the guard of a stream of JSON', () => {
  it('lets JSON with short strings pass byte for byte, however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.json(), pieces, (json, sizes) => {
        expect(through(createJsonGuard({ byLine: true }), json, sizes)).toBe(json);
      }),
    );
  });

  it('cuts every long string to a prefix and the marker, and what is left is still the same JSON otherwise', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), pieces, fc.boolean(), (rows, sizes, isAscii) => {
        const guard = createJsonGuard({ byLine: true, maxStringBytes: 20 });
        const json = isAscii ? escapeAll(JSON.stringify(rows)) : JSON.stringify(rows);
        const kept: [string, string][] = JSON.parse(through(guard, json, sizes));
        for (const [index, original] of rows.flat().entries()) {
          const value = kept.flat()[index] ?? '';
          if (value.endsWith(guard.marker))
            expect(original.startsWith(value.slice(0, -guard.marker.length))).toBe(true);
          else expect(value).toBe(original);
        }
        expect(guard.hasCut()).toBe(kept.flat().some((value) => value.endsWith(guard.marker)));
      }),
    );
  });

  it('passes on little more than the cap of a string that never ends', () => {
    const guard = createJsonGuard({ byLine: true, maxStringBytes: 1000 });
    expect(through(guard, `{"description":"${'x'.repeat(10 ** 6)}`).length).toBeLessThan(1100);
  });

  it('starts afresh after a newline, as none can stand in a JSON string', () => {
    const guard = createJsonGuard({ byLine: true, maxStringBytes: 5 });
    expect(through(guard, `an open " quote and much more\n{"a":"b"}\n`).split('\n')[1]).toBe('{"a":"b"}');
  });

  it.each([
    ['brackets', '['.repeat(101)],
    ['braces', '{"a":'.repeat(101)],
  ])('refuses %s nested too deep', (_what, text) => {
    expect(() => through(createJsonGuard({ byLine: true, maxDepth: 100 }), text)).toThrow('nested deeper than 100');
  });

  it('does not count brackets in strings, nor those of earlier lines', () => {
    const guard = createJsonGuard({ byLine: true, maxDepth: 2 });
    expect(() => through(guard, `"${'['.repeat(9)}"\n${'[INFO\n'.repeat(9)}`)).not.toThrow();
  });

  it('counts the brackets of all lines where a text may have several', () => {
    const guard = createJsonGuard({ byLine: false, maxDepth: 2 });
    expect(() => through(guard, '[\n'.repeat(9))).toThrow('nested deeper');
  });

  it('refuses a flood of empty objects', () => {
    expect(() => through(createJsonGuard({ byLine: true }), '{},'.repeat(MAX_CONTAINERS + 1))).toThrow('objects');
  });
});

/** JSON with every character beyond ASCII as \uXXXX, so that cuts fall beside escapes. */
function escapeAll(json: string): string {
  return json.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
