import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { openRunFolder } from '../../src/pipeline/run-folder.ts';
import { listed, RUN, toolOf, verdictOn } from '../report/fixture.ts';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
const BIN = resolve(import.meta.dirname, '../../bin/toolrisk.js');
const home = mkdtempSync(join(tmpdir(), 'toolrisk-cli-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Outcome = { code: number; stdout: string; stderr: string };

async function toolrisk(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const run = promisify(execFile)(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, TOOLRISK_HOME: home, ...env },
  });
  return run.then(
    (done) => ({ code: 0, ...done }),
    (failed: { code: number; stdout: string; stderr: string }) => failed,
  );
}

/** How a process ended, and what it said on stderr. */
async function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<{ code: number; stderr: string }> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

describe('the program', () => {
  it('prints its help on stdout', async () => {
    const { code, stdout, stderr } = await toolrisk(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of ['scan', 'explain', 'policy', 'report', 'doctor'])
      expect(stdout).toContain(`\n  ${command} `);
  });

  it('prints its version, from a checkout also through bin', async () => {
    const { stdout } = await toolrisk(['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const bin = await promisify(execFile)(process.execPath, [BIN, '-V']);
    expect(bin.stdout).toBe(stdout);
  });

  it.each([
    [['scn'], 'Did you mean scan?'],
    [['scan', '--jbos', '3'], 'Did you mean --jobs?'],
    [['scan', 'npm:x', '--timeout', 'soon'], '500ms, 8s or 2m'],
    [['scan', 'npm:x', '--fail-on', 'Reed'], 'Allowed choices are Write, Execute, Destructive, Financial'],
    [['scan', 'npm:x', '--env', 'TIDE'], 'TIDE is not set'],
    [['scan'], 'no target given'],
    [['scan', '/there/is/no/mcp.json'], '/there/is/no/mcp.json'],
    [['explain', 'npm:x'], 'toolrisk explain TARGET TOOL'],
    [['report', '--from', '/there/is/none'], 'scan --out'],
    [['report'], "required option '--from"],
    [[], 'Usage: toolrisk'],
  ])('ends %j with code 2 and a sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await toolrisk(args);
    expect(stderr).toContain(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('ends with code 4 when the database cannot be reached', async () => {
    const { code, stderr } = await toolrisk(['scan', '--database', '/dev/null/toolrisk/catalog.db', '--', 'true']);
    expect(stderr).toContain('catalog');
    expect(code).toBe(4);
  });

  it('prints the checks of doctor as one JSON document', async () => {
    const { stdout } = await toolrisk(['doctor', '--json'], { OPENAI_API_KEY: 'key-1234567' });
    expect(JSON.parse(stdout).checks.map(({ name }: { name: string }) => name)).toContain('npm');
    expect(stdout).not.toContain('key-1234567');
  });

  it('is quiet when the reader of its output leaves', async () => {
    const child = spawn(process.execPath, [MAIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    expect(await endOf(child)).toEqual({ code: 0, stderr: '' });
  });

  it('stops writing without a word when the reader leaves in the middle of a large report', async () => {
    const folder = join(home, 'run');
    const run = await openRunFolder(folder);
    await run.startRun(RUN);
    const tool = toolOf('moor', 'Moor a vessel.');
    const verdict = verdictOn(tool, 'Write', { rationale: 'It moors a vessel. '.repeat(200) });
    for (let index = 0; index < 300; index += 1) await run.append(listed(`quay-${index}`, [[tool, verdict]]));
    const child = spawn(process.execPath, [MAIN, 'report', '--from', folder, '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await endOf(child)).toEqual({ code: 0, stderr: '' });
  });

  it('tells on Ctrl-C what was not done, and ends as shells expect', async () => {
    const server = ['--unsandboxed', '--', process.execPath, '-e', 'setInterval(() => {}, 1000)'];
    const child = spawn(process.execPath, [MAIN, 'scan', '--json', ...server], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, TOOLRISK_HOME: home },
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    setTimeout(() => child.kill('SIGINT'), 2500);
    expect(await endOf(child)).toEqual({
      code: 130,
      stderr: '\nstopping; once more to leave at once\ntoolrisk: stopped\n',
    });
    expect(JSON.parse(stdout)).toMatchObject({
      servers: [{ status: 'failed', failure: { code: 'interrupted' } }],
      summary: { failed: 1, listed: 0 },
    });
  });

  it('says on an old Node what to do', async () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '20.11.0' }); await import(${JSON.stringify(BIN)})`;
    const failed = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', old]).catch(
      (error) => error,
    );
    expect(failed.code).toBe(2);
    expect(failed.stderr).toContain('needs Node.js 22.19 or newer, and this is 20.11.0');
  });
});
