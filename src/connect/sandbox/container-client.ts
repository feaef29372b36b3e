import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { text } from 'node:stream/consumers';
import { Fault } from '../../model/fault.ts';
import { spawnConfined } from './spawn-confined.ts';

/** A container engine with the command line of docker. */
export type ContainerEngine = {
  /** `docker` or `podman`; also the program. */
  id: string;
  /** User and group in the container, so that the folders of a plan can be read. */
  user: string;
};

/** How one call of an engine ended. */
export type EngineOutcome = { code: number | null; stdout: string; lastWord: string };

/** Variables that would steer the engine's own client, which passes variables on by their names. */
const STEERS_CLIENT = /^(?:LD_|DOCKER|PODMAN|CONTAINER|GO[A-Z]|XDG_)/;

/** What the client of an engine without a daemon needs to find its own state. */
export function clientEnvironment(): Record<string, string> {
  const runtime = `/run/user/${process.getuid?.() ?? 0}`;
  return { HOME: homedir(), ...(existsSync(runtime) ? { XDG_RUNTIME_DIR: runtime } : {}) };
}

/** Throws `sandbox-refused` where a variable for the server would change what the client itself does. */
export function refuseSteering(engine: string, env: Readonly<Record<string, string>>): void {
  const steering = Object.keys(env).find((name) => STEERS_CLIENT.test(name));
  if (steering !== undefined)
    throw new Fault('sandbox-refused', 'start', `the variable ${steering} cannot be given by ${engine}`);
}

/** Calls an engine about its own state, without a network. */
export async function runEngine(engine: string, args: readonly string[], input = ''): Promise<EngineOutcome> {
  const child = spawnConfined({ argv: [engine, ...args], env: clientEnvironment() });
  child.stdin.end(input);
  try {
    const [{ code }, stdout, errors] = await Promise.all([child.exited, text(child.stdout), text(child.stderr)]);
    return { code, stdout, lastWord: errors.trim().split('\n').at(-1)?.slice(0, 300) ?? '' };
  } catch {
    return { code: null, stdout: '', lastWord: `${engine} is not installed` };
  }
}
