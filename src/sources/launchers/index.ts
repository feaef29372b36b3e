import { bunX, bunx } from './bunx.ts';
import { dlx, pnpx } from './dlx.ts';
import { docker } from './docker.ts';
import type { Launcher } from './launcher.ts';
import { npmExec } from './npm-exec.ts';
import { npx } from './npx.ts';
import { pipx } from './pipx.ts';
import { uvToolRun, uvx } from './uvx.ts';

/** Every launcher whose lines become packages, alphabetical. */
export const LAUNCHERS: readonly Launcher[] = [bunX, bunx, dlx, docker, npmExec, npx, pipx, pnpx, uvToolRun, uvx];
