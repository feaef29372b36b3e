import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../model/fault.ts';
import { type FetchContext, timeLeft } from './fetcher.ts';
import type { PythonInterpreter } from './python-interpreter.ts';
import { runTool, type ToolOutcome } from './run-tool.ts';

/** Flags of every pip call: no questions, nothing into the user's folder. */
export const PIP_QUIET = ['--no-input', '--disable-pip-version-check', '--no-color', '--quiet'];

/**
 * Runs pip from a virtual environment that holds nothing but pip and is made once per Python: the system's Python may
 * have no pip, and must not be written to. With `-I` no variable of the operator leads Python astray, while pip still
 * reads the operator's registry settings.
 */
export async function runPip(
  python: PythonInterpreter,
  args: readonly string[],
  context: FetchContext,
  cwd = '/',
): Promise<ToolOutcome> {
  const tools = await toolFolder(python, context);
  const call: [string, ...string[]] = [
    join(tools, 'bin/python'),
    '-I',
    '-m',
    'pip',
    '--cache-dir',
    pipCache(context),
    ...args,
  ];
  return await runTool(call, { cwd, timeoutMs: timeLeft(context), signal: context.signal });
}

/** Where pip keeps its downloads. */
export function pipCache({ downloads }: FetchContext): string {
  return join(downloads, 'pip');
}

/** Makes an empty virtual environment. */
export async function makeEnvironment(python: PythonInterpreter, folder: string, context: FetchContext): Promise<void> {
  await venv(python, folder, context, ['--without-pip']);
}

/** The virtual environment that holds nothing but pip, made where it is not there. */
export async function toolFolder(python: PythonInterpreter, context: FetchContext): Promise<string> {
  const folder = join(context.installs, `.python-${python.version}`);
  if (
    await access(join(folder, 'bin/python')).then(
      () => true,
      () => false,
    )
  )
    return folder;
  await mkdir(join(context.installs, '.drafts'), { recursive: true });
  const draft = await mkdtemp(join(context.installs, '.drafts', `${process.pid}-`));
  try {
    await venv(python, draft, context, []);
    await rename(draft, folder).catch(async (error: unknown) => {
      if (
        !(await access(join(folder, 'bin/python')).then(
          () => true,
          () => false,
        ))
      )
        throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

async function venv(python: PythonInterpreter, folder: string, context: FetchContext, more: string[]): Promise<void> {
  const call: [string, ...string[]] = [python.executable, '-I', '-m', 'venv', '--symlinks', ...more, folder];
  const outcome = await runTool(call, { timeoutMs: timeLeft(context), signal: context.signal });
  if (outcome.code === 0) return;
  throw new Fault('runtime-missing', 'fetch', `Python ${python.version} cannot make a virtual environment`, {
    nextStep: 'install python3-venv, or uv',
    stderrTail: `${outcome.stdout}\n${outcome.stderr}`.slice(-4096),
  });
}
