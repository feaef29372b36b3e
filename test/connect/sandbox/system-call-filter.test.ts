import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/connect/options.ts';
import { runToEnd } from '../../../src/connect/run-to-end.ts';
import { chooseSandbox } from '../../../src/connect/sandbox/choose-sandbox.ts';
import { systemCallFilter } from '../../../src/connect/sandbox/system-call-filter.ts';
import { HAS_SANDBOX } from '../attempt.ts';

const X64 = 0xc000003e;
const I386 = 0x40000003;
const ARM64 = 0xc00000b7;

/** Runs a filter as the kernel does, on a call of an architecture. */
function run(program: Uint8Array, architecture: number, call: number): 'allowed' | 'refused' {
  const bytes = Buffer.from(program);
  for (let at = 0, loaded = 0; at < bytes.length / 8; at++) {
    const [code, ifTrue, ifFalse] = [
      bytes.readUInt16LE(at * 8),
      bytes.readUInt8(at * 8 + 2),
      bytes.readUInt8(at * 8 + 3),
    ];
    const value = bytes.readUInt32LE(at * 8 + 4);
    if (code === 0x20) loaded = value === 4 ? architecture : call;
    else if (code === 0x15) at += loaded === value ? ifTrue : ifFalse;
    else if (code === 0x35) at += loaded >= value ? ifTrue : ifFalse;
    else if (code === 0x06) return value === 0x7fff0000 ? 'allowed' : 'refused';
    else throw new Error(`unknown instruction ${code}`);
  }
  throw new Error('the program does not end');
}

describe('the filter of system calls', () => {
  it.each<[NodeJS.Architecture, number, number, string, 'allowed' | 'refused']>([
    ['x64', X64, 0, 'read', 'allowed'],
    ['x64', X64, 59, 'execve', 'allowed'],
    ['x64', X64, 435, 'clone3', 'allowed'],
    ['x64', X64, 248, 'add_key', 'refused'],
    ['x64', X64, 250, 'keyctl', 'refused'],
    ['x64', X64, 251, 'ioprio_set', 'allowed'],
    ['x64', X64, 321, 'bpf', 'refused'],
    ['x64', X64, 425, 'io_uring_setup', 'refused'],
    ['x64', X64, 320, 'kexec_file_load', 'refused'],
    ['x64', X64, 0x40000000 + 250, 'keyctl of x32', 'refused'],
    ['x64', X64, 0x40000000, 'read of x32', 'refused'],
    ['x64', I386, 288, 'keyctl of i386', 'refused'],
    ['x64', I386, 3, 'read of i386', 'refused'],
    ['arm64', ARM64, 63, 'read', 'allowed'],
    ['arm64', ARM64, 219, 'keyctl', 'refused'],
    ['arm64', ARM64, 294, 'kexec_file_load', 'refused'],
    ['arm64', X64, 0, 'a call of x64', 'refused'],
  ])('on %s, architecture %i: call %i (%s) is %5$s', (machine, architecture, call, _name, outcome) => {
    const filter = systemCallFilter(machine);
    expect(filter).toBeDefined();
    if (filter !== undefined) expect(run(filter, architecture, call)).toBe(outcome);
  });

  it('is left out where the numbers are not known', () => {
    expect(systemCallFilter('s390x')).toBeUndefined();
  });

  const keyctl = new Map<string, number>([
    ['x64', 250],
    ['arm64', 219],
  ]).get(process.arch);

  it.skipIf(!HAS_SANDBOX || keyctl === undefined || !existsSync('/usr/bin/perl'))(
    'keeps the keys of our session from a process in the sandbox',
    async () => {
      // KEYCTL_GET_KEYRING_ID of the session's key ring: 1 is EPERM.
      const script = `$! = 0; syscall(${keyctl}, 0, -3, 0); print $! + 0`;
      const plan = { argv: ['/usr/bin/perl', '-e', script], env: {}, readOnly: [], writable: [] };
      const options = { limits: DEFAULT_LIMITS, signal: AbortSignal.timeout(10_000) };
      expect((await runToEnd(plan, await chooseSandbox(false), options)).output).toBe('1');
    },
  );
});
