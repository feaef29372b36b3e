import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageReference, writeImageReference } from '../../../src/connect/oci/image-reference.ts';

const DIGEST = `sha256:${'0f'.repeat(32)}`;

function written(identifier: string, version?: string): string {
  const transport = { type: 'stdio' as const };
  const more = version === undefined ? {} : { version };
  return writeImageReference(
    readImageReference({
      registryType: 'oci',
      identifier,
      transport,
      environmentVariables: [],
      packageArguments: [],
      ...more,
    }),
  );
}

describe('a reference to an image', () => {
  it.each([
    ['harbor', undefined, 'docker.io/library/harbor:latest'],
    ['docker.io/harbor', undefined, 'docker.io/library/harbor:latest'],
    ['mcp/harbor', '1.2.0', 'docker.io/mcp/harbor:1.2.0'],
    ['ghcr.io/dock/harbor', 'main', 'ghcr.io/dock/harbor:main'],
    ['registry.example:5000/dock/harbor', DIGEST, `registry.example:5000/dock/harbor@${DIGEST}`],
    ['localhost/harbor', undefined, 'localhost/harbor:latest'],
  ])('%s at %s is %s', (identifier, version, whole) => {
    expect(written(identifier, version)).toBe(whole);
  });

  it.each([
    ['--privileged', undefined],
    ['-v/:/host', undefined],
    ['docker-archive:/etc/passwd', undefined],
    ['dir:/root', undefined],
    ['oci-archive:/srv/x.tar', undefined],
    ['containers-storage:x/y', undefined],
    ['HARBOR', undefined],
    ['../harbor', undefined],
    ['ghcr.io/dock/../../harbor', undefined],
    ['ghcr.io//harbor', undefined],
    ['user:secret@ghcr.io/harbor', undefined],
    ['https://ghcr.io/dock/harbor', undefined],
    ['ghcr.io/dock/harbor', '1 --privileged'],
    ['ghcr.io/dock/harbor', '-1'],
    ['ghcr.io/dock/harbor', 'sha256:0f'],
    ['ghcr.io/dock/harbor\n--privileged', undefined],
    ['', undefined],
    [`ghcr.io/${'a'.repeat(300)}`, undefined],
  ])('%j at %j is refused', (identifier, version) => {
    expect(() => written(identifier, version)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('never becomes an option, another transport or several words, whatever a list says', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-a-z0-9:/@._]{1,40}$/));
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), (identifier, version) => {
        try {
          expect(written(identifier, version)).toMatch(/^[a-z0-9][a-z0-9.-]*(?::\d+)?(?:\/[a-z0-9._-]+)+[:@][\w.:-]+$/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'not-found' });
        }
      }),
    );
  });
});
