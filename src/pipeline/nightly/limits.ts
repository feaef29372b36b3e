import { availableParallelism } from 'node:os';
import type { Lane } from '../../catalog/schedule/schedule.ts';
import type { NightlyConfig } from './config.ts';

/** How many servers of each lane are looked at side by side, and how many remotes of one host. */
export type Limits = Record<Lane, number> & { perHost: number };

/** What the defaults go by. */
export type Machine = { processors: number; freeBytes: number };

/** Memory that one of each lane may take: an install with the server that it starts, a server, a remote's answer. */
const BYTES_EACH: Readonly<Record<Lane, number>> = { installs: 500e6, stdio: 300e6, remotes: 6e6 };

/** Servers side by side on one processor: installs and starts wait for disk and network half the time, remotes nearly always. */
const PER_PROCESSOR: Readonly<Record<Lane, number>> = { installs: 3, stdio: 2, remotes: 32 };

/** Sockets that one process keeps open at most. */
const MOST_REMOTES = 256;

/** The limits that the operator set, and for the others what the machine can bear with half of its free memory. */
export function limitsFor(
  { installs, stdio, remotes, perHost }: NightlyConfig['limits'],
  machine: Machine = { processors: availableParallelism(), freeBytes: process.availableMemory() },
): Limits {
  const bearable = (lane: Lane): number => {
    const byMemory = Math.floor(machine.freeBytes / 2 / BYTES_EACH[lane]);
    return Math.max(1, Math.min(machine.processors * PER_PROCESSOR[lane], byMemory));
  };
  return {
    installs: installs ?? bearable('installs'),
    stdio: stdio ?? bearable('stdio'),
    remotes: remotes ?? Math.min(bearable('remotes'), MOST_REMOTES),
    perHost,
  };
}
