/** What the filter needs to know of an architecture: its name for the kernel, and the numbers of the calls. */
type Architecture = {
  /** `AUDIT_ARCH_…` (linux/audit.h). */
  audit: number;
  /** From this number on, calls of a second set begin (x32); absent where there is none. */
  otherCallsFrom?: number;
  denied: readonly number[];
};

/**
 * System calls that no server needs and that reach around the other walls: the kernel's key rings (a process inside
 * could read the keys of the session that toolrisk was started from), programs in the kernel (bpf, perf), and calls that
 * have served break-outs (userfaultfd, open_by_handle_at, io_uring, modules, kexec). Numbers: the kernel's unistd.h,
 * in the order add_key, request_key, keyctl, bpf, perf_event_open, userfaultfd, open_by_handle_at, io_uring_setup,
 * init_module, finit_module, delete_module, kexec_load, kexec_file_load.
 */
const ARCHITECTURES: Readonly<Partial<Record<NodeJS.Architecture, Architecture>>> = {
  x64: {
    audit: 0xc000003e,
    otherCallsFrom: 0x40000000,
    denied: [248, 249, 250, 321, 298, 323, 304, 425, 175, 313, 176, 246, 320],
  },
  arm64: {
    audit: 0xc00000b7,
    denied: [217, 218, 219, 280, 241, 282, 265, 425, 105, 273, 106, 104, 294],
  },
};

const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const RETURN = 0x06;
/** `SECCOMP_RET_ALLOW`. */
const ALLOW = 0x7fff0000;
/** `SECCOMP_RET_ERRNO` with EPERM. */
const REFUSE = 0x00050001;
/** Places in `struct seccomp_data`. */
const CALL_NUMBER = 0;
const CALL_ARCHITECTURE = 4;

/**
 * The filter as a program for seccomp (linux/filter.h, 8 bytes an instruction), for `bwrap --seccomp`. Calls of another
 * architecture than ours are refused whole. Undefined on machines whose numbers we do not know.
 */
export function systemCallFilter(machine: NodeJS.Architecture): Uint8Array | undefined {
  const architecture = ARCHITECTURES[machine];
  if (architecture === undefined) return undefined;
  const { audit, otherCallsFrom, denied } = architecture;
  const checks: [operation: number, value: number][] = [
    ...(otherCallsFrom === undefined ? [] : [[JUMP_IF_AT_LEAST, otherCallsFrom] as [number, number]]),
    ...denied.map((call): [number, number] => [JUMP_IF_EQUAL, call]),
  ];
  const toRefusal = (index: number) => checks.length - index;
  return Buffer.concat([
    instruction(LOAD, CALL_ARCHITECTURE),
    instruction(JUMP_IF_EQUAL, audit, 0, checks.length + 2),
    instruction(LOAD, CALL_NUMBER),
    ...checks.map(([operation, value], index) => instruction(operation, value, toRefusal(index), 0)),
    instruction(RETURN, ALLOW),
    instruction(RETURN, REFUSE),
  ]);
}

/** One instruction; the jumps count instructions after the next one. */
function instruction(code: number, value: number, ifTrue = 0, ifFalse = 0): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}
