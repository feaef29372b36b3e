import { probeContainers } from './container.ts';
import type { ContainerWay } from './sandbox.ts';

/** Containers by docker's daemon. */
export const docker: ContainerWay = {
  id: 'docker',
  install: 'docker, with its daemon running and you in its group',
  probe: () => probeContainers({ id: 'docker', user: `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}` }),
};
