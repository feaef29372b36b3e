import { homedir } from 'node:os';
import { basename, dirname, sep } from 'node:path';

/** Folders in which clients keep the config of the project around them. */
const CLIENT_FOLDERS = /^\.(?:vscode|cursor|gemini|zed|kiro|roo|windsurf|opencode|codex|claude)$/;
/** Configs that lie in the project's own folder. */
const PROJECT_FILES = /^(?:\.mcp\.json|opencode\.jsonc?)$/;

/** The project that a config belongs to; undefined where it is the operator's own for all projects. */
export function projectOf(file: string): string | undefined {
  const folder = dirname(file);
  const project = CLIENT_FOLDERS.test(basename(folder))
    ? dirname(folder)
    : PROJECT_FILES.test(basename(file))
      ? folder
      : undefined;
  return project === homedir() ? undefined : project;
}

/** What clients put in by themselves (VS Code docs, "Variables reference"; Cursor writes the same names). */
export function configPlaces(project: string | undefined): ReadonlyMap<string, string> {
  return new Map([
    ['userHome', homedir()],
    ['pathSeparator', sep],
    ['/', sep],
    ...(project === undefined
      ? []
      : ([
          ['workspaceFolder', project],
          ['workspaceRoot', project],
          ['workspaceFolderBasename', basename(project)],
          ['cwd', project],
        ] as const)),
  ]);
}
