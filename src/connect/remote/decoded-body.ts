import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Fault } from '../../model/fault.ts';

/** Encodings that we offer to read. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** A body as it was before it was encoded for the way (RFC 9110, section 8.4); one encoding at most. */
export function decodedBody(body: Readable, encoding: string | undefined): Readable {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return body;
  const create = DECODERS[name];
  if (create === undefined) {
    body.destroy();
    throw new Fault(
      'protocol-error',
      'list',
      `the server encodes its answer as ${name.slice(0, 50)}, which nobody asked for`,
    );
  }
  return pipeline(body, create(), () => undefined);
}
