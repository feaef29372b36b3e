import { bubblewrap } from './bubblewrap.ts';
import { docker } from './docker.ts';
import { podman } from './podman.ts';
import type { ContainerWay, SandboxWay } from './sandbox.ts';

/** The ways that can run an image too, in the order in which they are tried. */
export const CONTAINER_WAYS: readonly ContainerWay[] = [docker, podman];

/** Every way to confine a server, in the order in which they are tried. */
export const SANDBOX_WAYS: readonly SandboxWay[] = [bubblewrap, ...CONTAINER_WAYS];
