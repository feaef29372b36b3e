import { describe, expect, it } from 'vitest';
import { imageArguments, NOBODY } from '../../../src/connect/oci/image-sandbox.ts';
import { DEFAULT_LIMITS } from '../../../src/connect/options.ts';

const image = { id: `sha256:${'0f'.repeat(32)}`, bytes: 1, volumes: ['/var/lib/harbor'] };
const plan = {
  argv: [NOBODY, 'serve'],
  env: { HARBOR_TOKEN: 'canary-value' },
  readOnly: ['/srv/operator'],
  writable: ['/srv/operator'],
  standIns: ['/data'],
};

describe('the arguments of a container of an image', () => {
  const args = imageArguments(image, plan, DEFAULT_LIMITS);
  const valuesOf = (flag: string) => args.filter((_arg, index) => args[index - 1] === flag);

  it('give it no network, no capability, no further privilege, no log and a read-only root', () => {
    expect(valuesOf('--network')).toEqual(['none']);
    expect(valuesOf('--cap-drop')).toEqual(['ALL']);
    expect(valuesOf('--security-opt')).toEqual(['no-new-privileges']);
    expect(valuesOf('--pull')).toEqual(['never']);
    expect(valuesOf('--log-driver')).toEqual(['none']);
    expect(args).toEqual(expect.arrayContaining(['--rm', '--interactive', '--read-only', '--no-healthcheck']));
  });

  it('mount nothing of the host, whatever the plan says', () => {
    expect(args.filter((arg) => /^(?:-v|--volume|--mount|--privileged|--device)/.test(arg))).toEqual([]);
    expect(args.join(' ')).not.toContain('/srv/operator');
  });

  it('bound memory, processes, processor and files', () => {
    expect(valuesOf('--memory')).toEqual([`${DEFAULT_LIMITS.memoryBytes}`]);
    expect(valuesOf('--memory-swap')).toEqual([`${DEFAULT_LIMITS.memoryBytes}`]);
    expect(valuesOf('--pids-limit')).toEqual([`${DEFAULT_LIMITS.processes}`]);
    expect(valuesOf('--cpus')).toHaveLength(1);
    expect(valuesOf('--ulimit')).toContain(`fsize=${DEFAULT_LIMITS.fileBytes}:${DEFAULT_LIMITS.fileBytes}`);
  });

  it('put memory of its own in the place of volumes and of folders that are named', () => {
    expect(valuesOf('--tmpfs').map((value) => value.split(':')[0])).toEqual(['/tmp', '/var/lib/harbor', '/data']);
  });

  it("name variables without their values, and tell it nothing of the operator's proxies", () => {
    expect(args.join(' ')).not.toContain('canary-value');
    expect(valuesOf('--env')).toEqual(
      expect.arrayContaining(['HARBOR_TOKEN', 'HTTPS_PROXY=', 'https_proxy=', 'HOME=/tmp']),
    );
  });

  it('refuse a volume that would smuggle in options', () => {
    expect(() => imageArguments({ ...image, volumes: ['/x:exec'] }, plan, DEFAULT_LIMITS)).toThrow(
      expect.objectContaining({ code: 'sandbox-refused' }),
    );
  });
});
