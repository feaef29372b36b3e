import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'toolrisk-review-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The desk of a lighthouse; its tools stand in a file, so that they can change. */
const SERVER = `
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const tools = JSON.parse(readFileSync(new URL('tools.json', import.meta.url), 'utf8'));
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const result = method === 'initialize'
    ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'light', version: '1' } }
    : { tools };
  console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
}
`;
const server = join(folder, 'server.mjs');
writeFileSync(server, SERVER);

const schema = { type: 'object', properties: {} };
const LAMP = { name: 'lamp', description: 'Handles the lamp.', inputSchema: schema };
const setTools = (lamp: object) =>
  writeFileSync(
    join(folder, 'tools.json'),
    JSON.stringify([lamp, { name: 'list_keepers', description: 'List the keepers.', inputSchema: schema }]),
  );

type Outcome = { code: number; stdout: string; stderr: string };

async function toolrisk(...args: string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, TOOLRISK_HOME: join(folder, 'home') };
  return promisify(execFile)(process.execPath, [MAIN, ...args], { cwd: folder, env }).then(
    (done) => ({ code: 0, ...done }),
    (failed: Outcome) => failed,
  );
}

async function scan(): Promise<{ id: string; lamp: { category: string; decidedBy: string; needsReview: boolean } }> {
  const { stdout } = await toolrisk('scan', '--json', '--unsandboxed', '--', process.execPath, server);
  const [{ server: id, tools }] = JSON.parse(stdout).servers;
  return { id, lamp: tools[0] };
}

const by = (name: string, reason = 'it turns the light off for ships') => ['--by', name, '--reason', reason];
let id: string;
beforeAll(async () => {
  setTools(LAMP);
  ({ id } = await scan());
});

describe('reviewing a scanned server', () => {
  it('lists what waits, with the reasons in words', async () => {
    const { code, stdout } = await toolrisk('review', 'list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/waiting: \d+ in doubt, 0 disputed, 0 reopened/);
    expect(stdout).toMatch(new RegExp(`lamp {2}${id}`));
    expect(stdout).toMatch(/the definition says too little to tell|below the threshold/);
  });

  it('settles a tool at once and over the next scan, and keeps what the classifier said', async () => {
    const { code, stdout } = await toolrisk('review', 'decide', id, 'lamp', '--category', 'Destructive', ...by('Ann'));
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('Destructive, settled') });
    expect((await toolrisk('review', 'list')).stdout).not.toContain('lamp');
    const { lamp } = await scan();
    expect(lamp).toMatchObject({ category: 'Destructive', decidedBy: 'person', needsReview: false });
    expect(lamp).toHaveProperty('machine.category');
  });

  it('brings it back when a second person differs, and settles it when they take it back', async () => {
    const differing = await toolrisk('review', 'decide', id, 'lamp', '--category', 'Read', ...by('Ben', 'only looks'));
    expect(differing.stdout).toContain('people differ');
    expect((await toolrisk('review', 'list')).stdout).toMatch(
      /people differ: Ann decided Destructive .+Ben decided Read/s,
    );
    expect((await scan()).lamp).toMatchObject({ needsReview: true });
    const { stdout } = await toolrisk('review', 'undo', id, 'lamp', ...by('Ben', 'a slip'));
    expect(stdout).toContain('Destructive, settled');
  });

  it('shows the tool with its whole journal', async () => {
    const { stdout } = await toolrisk('review', 'show', id, 'lamp');
    expect(stdout).toContain('Handles the lamp');
    for (const part of ['Ann decided Destructive', 'Ben decided Read', 'Ben took a decision back: a slip'])
      expect(stdout).toContain(part);
  });

  it.each([['csv'], ['jsonl']])(
    'exports the journal as %s, and imports the same into another catalogue',
    async (format) => {
      const file = join(folder, `journal.${format}`);
      const other = ['--database', join(folder, `other-${format}.db`)];
      await toolrisk('review', 'export', '--format', format, '--out', file);
      expect(await toolrisk('review', 'import', file, ...other)).toMatchObject({
        code: 0,
        stderr: 'toolrisk: 3 added, 0 there already\n',
      });
      expect((await toolrisk('review', 'import', file, ...other)).stderr).toBe('toolrisk: 0 added, 3 there already\n');
      const again = await toolrisk('review', 'export', '--format', format, ...other);
      expect(again.stdout).toBe(readFileSync(file, 'utf8'));
    },
  );

  it('reports every bad row with its line and adds nothing, or the good rows with --partial', async () => {
    const file = join(folder, 'by-hand.csv');
    const rows = [
      'server,tool,category,effects,reason,by',
      `${id},list_keepers,Read,none,"a list,\nnothing more",Cem`,
      `${id},list_keepers,Writ,none,typo,`,
      `${id},no_such_tool,Read,,nothing,Cem`,
    ];
    writeFileSync(file, rows.join('\n'));
    const all = await toolrisk('review', 'import', file);
    expect(all.code).toBe(2);
    expect(all.stderr).toMatch(
      /^line 4: by: is missing\nline 4: category: .+\nline 5: .+ has no tool "no_such_tool"; .+\ntoolrisk: nothing added/s,
    );
    const partial = await toolrisk('review', 'import', file, '--partial');
    expect(partial).toMatchObject({ code: 2, stderr: expect.stringContaining('toolrisk: 1 added, 0 there already') });
  });

  it('exports settled decisions as labels that eval reads, and none of a test set', async () => {
    const { stdout, stderr } = await toolrisk('review', 'export', '--labels', '--out', 'labels.jsonl');
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringContaining('2 written') });
    const [lamp] = readFileSync(join(folder, 'labels.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lamp).toMatchObject({ tool: LAMP, siblings: ['lamp', 'list_keepers'], category: 'Destructive' });
    expect((await toolrisk('eval', '--gold', 'labels.jsonl', '--json')).code).toBe(0);
    const none = await toolrisk('review', 'export', '--labels', '--test-set', 'labels.jsonl');
    expect(none).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('0 written; left out: 0 disputed, 2 of test sets'),
    });
  });

  it('is reopened with what changed when the definition changes', async () => {
    setTools({ ...LAMP, description: 'Handles the lamp and the horn.' });
    expect((await scan()).lamp).toMatchObject({ needsReview: true, decidedBy: expect.not.stringMatching('person') });
    expect((await toolrisk('review', 'list')).stdout).toMatch(
      /1 reopened[\s\S]+Ann decided Destructive.+\/description/,
    );
    const { stdout } = await toolrisk('review', 'show', id, 'lamp');
    expect(stdout).toMatch(/was Handles the lamp\.\s+is {2}Handles the lamp and the horn\./);
  });

  it('counts who decided what', async () => {
    const { stdout } = await toolrisk('review', 'stats', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      waiting: { reopened: 1, conflict: 0 },
      journal: { decisions: 3, undone: 1, people: [{ decisions: 1 }, { decisions: 1 }, { decisions: 1 }] },
    });
  });

  it.each([
    [['show', 'npm:nobody', 'lamp'], /has no tools of npm:nobody/],
    [['undo', '$id', 'lamp', ...by('Zoe')], /no decision of Zoe/],
    [['decide', '$id', 'lamp', '--category', 'Read', ...by(' ')], /--by must not be empty/],
    [['decide', '$id', 'lamp', '--category', 'Read', ...by('Ann\u001b[2J')], /--by holds control or invisible/],
    [['import', 'journal.txt'], /--format/],
  ])('says of %j what is wrong, with code 2', async (args, message) => {
    const { code, stderr } = await toolrisk('review', ...args.map((word) => (word === '$id' ? id : word)));
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
