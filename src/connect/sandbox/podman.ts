import { probeContainers } from './container.ts';
import type { ContainerWay } from './sandbox.ts';

/** Containers by podman, which needs no daemon; root inside is the user outside. */
export const podman: ContainerWay = {
  id: 'podman',
  install: 'podman (Debian and Ubuntu: apt-get install podman)',
  probe: () => probeContainers({ id: 'podman', user: '0:0' }),
};
