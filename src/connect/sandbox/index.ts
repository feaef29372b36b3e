import { bubblewrap } from './bubblewrap.ts';
import type { SandboxWay } from './sandbox.ts';

/** Every way to confine a server, in the order in which they are tried. */
export const SANDBOX_WAYS: readonly SandboxWay[] = [bubblewrap];
