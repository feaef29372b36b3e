import { execFile } from 'node:child_process';
import { access, constants, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { makeFolder } from '../catalog/database/make-folder.ts';
import { folderSize } from '../connect/fetch/folder-size.ts';
import { chooseContainerEngine, probeSandboxes } from '../connect/sandbox/choose-sandbox.ts';
import { Fault } from '../model/fault.ts';
import type { Places } from '../model/places.ts';

/** One thing that a run needs or could use. */
export type Check = {
  /** What was looked at: `sandbox: bubblewrap`, `npm`, … */
  name: string;
  /** `missing` where a run cannot do without it, `absent` where it only does less. */
  status: 'ok' | 'absent' | 'missing';
  /** Version, place, or why not. */
  found: string;
  /** What to do, where something is to be done. */
  advice?: string;
};

/** What `doctor` is told about the configuration. */
export type Configuration = { places: Places; database: string; llm?: { model: string; baseUrl?: string } };

/** Programs that fetch servers, with what each is for. */
const PROGRAMS = [
  { name: 'npm', args: ['--version'], for: 'npm: targets', advice: 'install npm, it comes with Node' },
  { name: 'python3', args: ['--version'], for: 'pypi: targets', advice: 'install python3 with its venv module' },
  { name: 'uv', args: ['--version'], for: 'pypi: targets, quicker than pip', advice: 'optional: install uv' },
] as const;

/** A healthy program answers at once; one that hangs is as good as none. */
const PROBE_TIMEOUT_MS = 10_000;

const run = promisify(execFile);

/** Looks at what this machine offers, by really trying it. Reads and makes the two folders of toolrisk, changes nothing else. */
export async function examine({ places, database, llm }: Configuration): Promise<Check[]> {
  return [
    { name: 'Node', status: 'ok', found: `${process.version} at ${process.execPath}` },
    ...(await examineSandboxes()),
    ...(await Promise.all(PROGRAMS.map(examineProgram))),
    await examineFolder('state folder', places.state),
    await examineFolder('installs folder', places.installs),
    { name: 'catalogue', status: 'ok', found: database },
    llm === undefined
      ? {
          name: 'LLM',
          status: 'absent',
          found: 'none configured: doubts go to review',
          advice: 'optional: set OPENAI_API_KEY and TOOLRISK_LLM_MODEL',
        }
      : {
          name: 'LLM',
          status: 'ok',
          found: `${llm.model}${llm.baseUrl === undefined ? '' : ` at ${llm.baseUrl}`} (not contacted)`,
        },
  ];
}

async function examineSandboxes(): Promise<Check[]> {
  const reports = await probeSandboxes();
  const works = reports.some((report) => report.works);
  const checks = reports.map(
    (report): Check =>
      report.works
        ? { name: `sandbox: ${report.id}`, status: 'ok', found: ['works', ...report.remarks].join('; ') }
        : {
            name: `sandbox: ${report.id}`,
            status: works ? 'absent' : 'missing',
            found: report.reason,
            advice: `install ${report.install}`,
          },
  );
  return [...checks, await examineImages()];
}

/** Images need an engine, whatever sandbox works for packages. */
async function examineImages(): Promise<Check> {
  const name = 'oci: targets';
  try {
    return { name, status: 'ok', found: `images are run by ${await chooseContainerEngine()}` };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { name, status: 'absent', found: error.message, advice: error.nextStep };
  }
}

async function examineProgram(program: (typeof PROGRAMS)[number]): Promise<Check> {
  try {
    const { stdout } = await run(program.name, program.args, { timeout: PROBE_TIMEOUT_MS });
    return { name: program.name, status: 'ok', found: `${stdout.trim().split('\n')[0]} (${program.for})` };
  } catch {
    return { name: program.name, status: 'absent', found: `not found (${program.for})`, advice: program.advice };
  }
}

async function examineFolder(name: string, folder: string): Promise<Check> {
  try {
    makeFolder(folder);
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const held = (await folderSize(folder)) / 1e6;
    const size = held < 1000 ? `${Math.ceil(held)} MB` : `${(held / 1000).toFixed(1)} GB`;
    return { name, status: 'ok', found: `${folder} (holds ${size}, ${Math.round((bavail * bsize) / 1e9)} GB free)` };
  } catch (error) {
    return {
      name,
      status: 'missing',
      found: `${folder}: ${(error as Error).message}`,
      advice: 'make it writable, or set TOOLRISK_HOME',
    };
  }
}
