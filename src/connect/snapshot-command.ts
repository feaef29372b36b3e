import type { LocalCommand, ServerEntry } from '../model/server-entry.ts';
import type { Found } from './found.ts';
import type { ConnectOptions } from './options.ts';
import { chooseSandbox } from './sandbox/choose-sandbox.ts';
import { hiddenFiles } from './start/hidden-files.ts';
import { startServer } from './start/start-server.ts';

/** Starts the operator's own command in the sandbox, its project folder read-only, and lists its tools. */
export async function snapshotCommand(
  entry: ServerEntry,
  command: LocalCommand,
  options: ConnectOptions,
): Promise<Found> {
  const sandbox = await chooseSandbox(options.unsandboxed);
  const [program = '', ...args] = command.argv;
  const { projectFolder } = command;
  const ready = {
    program: {
      argv: [program],
      alternatives: [],
      readOnly: projectFolder === undefined ? [] : [projectFolder],
      env: {},
      ...(projectFolder === undefined ? {} : { cwd: projectFolder, hidden: hiddenFiles(projectFolder, entry.origins) }),
    },
    args,
    declared: command.environmentVariables,
    name: program,
    documents: [],
    scriptsRan: true,
  };
  const { listing, provenance } = await startServer(entry, ready, sandbox, options);
  return { listing, provenance: { sandbox: sandbox.id, scriptsRan: false, ...provenance } };
}
