import { Fault } from '../../model/fault.ts';
import { CONTAINER_WAYS, SANDBOX_WAYS } from './index.ts';
import type { ContainerWay, Sandbox, SandboxProbe, SandboxWay } from './sandbox.ts';
import { unsandboxed } from './unsandboxed.ts';

/** One line of `doctor`: a way to confine and whether it works here. */
export type SandboxReport = { id: string; install: string } & (
  | { works: true; remarks: string[] }
  | { works: false; reason: string }
);

/** Probes are kept: a run over thousands of servers asks once. */
const probes = new Map<string, Promise<SandboxProbe>>();

/** The first way that works on this machine. Throws `sandbox-refused` with what to install when none does. */
export async function chooseSandbox(isUnsandboxed: boolean, ways = SANDBOX_WAYS): Promise<Sandbox> {
  if (isUnsandboxed) return unsandboxed;
  const reasons: string[] = [];
  for (const way of ways) {
    const probe = await probeOnce(way);
    if (probe.works) return probe.sandbox;
    reasons.push(`${way.id}: ${probe.reason}`);
  }
  throw new Fault('sandbox-refused', 'start', `no sandbox works on this machine (${reasons.join('; ')})`, {
    nextStep: `install ${ways[0]?.install ?? 'bubblewrap'}, or run with --unsandboxed if you trust the server`,
  });
}

/**
 * The engine that runs images here: the first of the ways by containers that works. Throws `sandbox-refused` with what
 * `doctor` says of each.
 */
export async function chooseContainerEngine(
  ways: readonly ContainerWay[] = CONTAINER_WAYS,
): Promise<ContainerWay['id']> {
  const reasons: string[] = [];
  for (const way of ways) {
    const probe = await probeOnce(way);
    if (probe.works) return way.id;
    reasons.push(`${way.id}: ${probe.reason}`);
  }
  throw new Fault('sandbox-refused', 'start', `no container engine works on this machine (${reasons.join('; ')})`, {
    nextStep: `install ${ways.map(({ install }) => install).join(', or ')}`,
  });
}

/** Says whether images can be run on this machine. */
export async function canRunImages(): Promise<boolean> {
  return await chooseContainerEngine().then(
    () => true,
    () => false,
  );
}

/** Tries every way really, one after another, for `doctor`. */
export async function probeSandboxes(ways = SANDBOX_WAYS): Promise<SandboxReport[]> {
  const reports: SandboxReport[] = [];
  for (const way of ways) {
    const probe = await probeOnce(way);
    const outcome = probe.works ? { works: true as const, remarks: probe.remarks } : probe;
    reports.push({ id: way.id, install: way.install, ...outcome });
  }
  return reports;
}

function probeOnce(way: SandboxWay): Promise<SandboxProbe> {
  const probe = probes.get(way.id) ?? way.probe();
  probes.set(way.id, probe);
  return probe;
}
