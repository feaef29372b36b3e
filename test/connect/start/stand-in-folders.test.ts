import { describe, expect, it } from 'vitest';
import { standInFolders } from '../../../src/connect/start/stand-in-folders.ts';

describe('the folders that stand in for those of a client config', () => {
  it.each([
    ['a folder of the operator', ['/data/notes'], ['/data/notes']],
    ['a folder in the home or in tmp', ['/home/me/notes', '/tmp/x/'], ['/home/me/notes', '/tmp/x']],
    ['the value of a flag', ['--root=/data/notes'], ['/data/notes']],
    ['the folder of a file', ['/data/shop.sqlite'], ['/data']],
    ['each once', ['/data/notes', '/data/../data/notes'], ['/data/notes']],
    [
      'nothing of the system, which is there anyway',
      ['/usr/share/doc', '/etc/passwd', '/proc/self', '/', '/tmp', '/home'],
      [],
    ],
    ['nothing that is shown already', ['/project/server.js', '/project'], []],
    ['nothing for words, relative paths and addresses', ['stdio', './notes', 'https://example.com/a'], []],
    ['nothing for a path that would smuggle in an argument', ['/data\0--bind'], []],
  ])('are %s', (_name, args, expected) => {
    expect(standInFolders(args, ['/project'])).toEqual(expected);
  });
});
