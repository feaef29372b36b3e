import { bubblewrap } from './bubblewrap.ts';
import { docker } from './docker.ts';
import { podman } from './podman.ts';
import type { SandboxWay } from './sandbox.ts';

/** Every way to confine a server, in the order in which they are tried. */
export const SANDBOX_WAYS: readonly SandboxWay[] = [bubblewrap, docker, podman];
