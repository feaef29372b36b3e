import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aliasOf } from '../../src/policy/alias.ts';
import { toolName } from './hostile-policies.ts';

describe('the alias of a server', () => {
  it.each([
    ['npm:library-desk', 'library-desk'],
    ['npm:@town/library-desk', 'library-desk'],
    ['npm:@town/library-desk#1234abcd', 'library-desk'],
    ['pypi:library-desk', 'library-desk'],
    ['oci:ghcr.io/town/library_desk', 'library_desk'],
    ['https://library.example/mcp', 'mcp'],
    ['https://library.example/', 'library-example'],
    ['command:0123456789abcdef', '0123456789abcdef'],
    ['npm:@', 'server'],
    ['', 'server'],
  ])('of %s is %s', (id, alias) => {
    expect(aliasOf({ id, origins: [{ source: 'argument', name: 'x' }] })).toBe(alias);
  });

  it('is the key of the configuration where it was found', () => {
    const origins = [
      { source: 'argument', name: 'x' },
      { source: 'client-config', name: 'My Library' },
    ];
    expect(aliasOf({ id: 'npm:library-desk', origins })).toBe('My-Library');
  });

  it('is plain whatever the key is', () => {
    fc.assert(
      fc.property(toolName, (name) => {
        const alias = aliasOf({ id: name, origins: [{ source: 'client-config', name }] });
        expect(alias).toMatch(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/);
        expect(alias).not.toContain('__');
      }),
    );
  });
});
