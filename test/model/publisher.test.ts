import { expect, it } from 'vitest';
import { publisherOf } from '../../src/model/server-id.ts';

it.each([
  ['npm:@harbour/crane', 'npm:@harbour'],
  ['npm:@harbour/crane#0a1b2c3d', 'npm:@harbour'],
  ['npm:harbour-crane#0a1b2c3d', 'npm:harbour-crane'],
  ['pypi:harbour-crane', 'pypi:harbour-crane'],
  ['oci:ghcr.io/harbour/crane', 'oci:ghcr.io/harbour'],
  ['oci:mcp/crane', 'oci:mcp'],
  ['oci:crane', 'oci:crane'],
  ['https://tide.example:8443/a/mcp', 'tide.example:8443'],
  ['https://{region}.tide.example/mcp', '_region_.tide.example'],
  ['command:0123456789abcdef', 'command:0123456789abcdef'],
])('takes %s to be published by %s', (id, publisher) => {
  expect(publisherOf(id)).toBe(publisher);
});
