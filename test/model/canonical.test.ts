import reference from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, hashOf } from '../../src/model/canonical.ts';

describe('canonicalize', () => {
  it('writes what the reference implementation of RFC 8785 writes', () => {
    const values = fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' });
    fc.assert(fc.property(values, (value) => canonicalize(value) === reference(value)));
  });

  it('sorts many keys as it sorts few', () => {
    const entries = Array.from({ length: 40 }, (_, at) => [`${(at * 7) % 40}-tree`, at] as const);
    expect(canonicalize(Object.fromEntries(entries))).toBe(reference(Object.fromEntries(entries)));
    expect(canonicalize({ pear: 1, apple: 2, 10: 3, 9: 4 })).toBe('{"10":3,"9":4,"apple":2,"pear":1}');
  });

  it('leaves out what is undefined, and keeps its place in a list', () => {
    expect(canonicalize({ pear: undefined, apple: [undefined, 1] })).toBe('{"apple":[null,1]}');
  });

  it('replaces lone surrogates, in keys too, and leaves text alone that only spells one', () => {
    expect(canonicalize({ '\ud83d': 'tree \udf33' })).toBe('{"\ufffd":"tree \ufffd"}');
    expect(canonicalize(['\u{1f333}', '\\ud83d'])).toBe('["\u{1f333}","\\\\ud83d"]');
  });

  it('refuses what is no JSON value', () => {
    for (const value of [undefined, Number.NaN, [Number.POSITIVE_INFINITY], { tree: () => 1 }])
      expect(() => canonicalize(value)).toThrow(TypeError);
  });
});

describe('hashOf', () => {
  it('is the SHA-256 of the canonical form', () => {
    expect(hashOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });
});
