import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { buildProgram } from '../../src/cli/program.ts';

const FOLDER = new URL('../../data/examples/', import.meta.url).pathname;
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

/** Every call of our command line in a text: the words after `toolrisk` up to a pipe, a redirection or the end. */
function callsIn(text: string): string[][] {
  return [...text.matchAll(/(?:^|\s|\/)toolrisk ((?:nightly|worker|catalog)\b[^|>&\n]*)/gm)].map(([, words = '']) =>
    words.replace(/ 2$/, '').trim().split(/\s+/),
  );
}

const CALLS = readdirSync(FOLDER)
  .filter((file) => file !== 'README.md')
  .flatMap((file) => callsIn(read(file)).map((words) => ({ file, words, line: words.join(' ') })));

describe('the examples', () => {
  it('call our command line', () => {
    expect(new Set(CALLS.map(({ file }) => file))).toEqual(
      new Set(['github-actions.yaml', 'toolrisk-nightly.service', 'toolrisk-worker.service', 'toolrisk.cron']),
    );
  });

  it.each(CALLS)('$file: our command line understands $line', async ({ words }) => {
    const ran: string[] = [];
    const program = await buildProgram(COMMANDS, words, async ({ name }) => void ran.push(name));
    await program.parseAsync([...words], { from: 'user' });
    expect(ran).toHaveLength(1);
    expect(words).toContain(ran[0]);
  });

  it('hold a crontab of the form of /etc/cron.d: five fields of time, a user, a command', () => {
    const jobs = read('toolrisk.cron')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#') && !/^[A-Z_]+=/.test(line));
    expect(jobs).toHaveLength(2);
    for (const job of jobs) expect(job).toMatch(/^(?:[\d*/,-]+ ){5}toolrisk \S.*$/);
  });

  it('hold a workflow whose steps each use or run something, with rights to read only', () => {
    const workflow = parse(read('github-actions.yaml'));
    expect(workflow).toMatchObject({ permissions: { contents: 'read' }, on: { schedule: [{ cron: '17 2 * * *' }] } });
    for (const step of workflow.jobs.night.steps) expect('uses' in step !== 'run' in step).toBe(true);
  });

  it.skipIf(!existsSync('/usr/bin/systemd-analyze'))('hold units that systemd understands', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'units-'));
    try {
      const units = readdirSync(FOLDER).filter((file) => /\.(?:service|timer)$/.test(file));
      expect(units).toHaveLength(3);
      for (const unit of units)
        writeFileSync(join(folder, unit), read(unit).replace('/usr/local/bin/toolrisk', process.execPath));
      const { stdout, stderr } = await promisify(execFile)('systemd-analyze', [
        'verify',
        '--man=no',
        ...units.map((unit) => join(folder, unit)),
      ]);
      expect((stdout + stderr).split('\n').filter((line) => line.includes(folder))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
