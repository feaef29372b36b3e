import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json } from '../../../src/model/json.ts';
import { type FormatEngine, WINDOW_MS } from './format-engine.ts';

const SCRIPT = fileURLToPath(new URL('opa-queries.py', import.meta.url));
/** Where .ci/set-up.mjs puts the engine. */
const PYTHONPATH = fileURLToPath(new URL('../../../node_modules/.cache/opa', import.meta.url));
const env = { ...process.env, PYTHONPATH };

/** Whether Open Policy Agent can be asked here; where CI is set it must be, so that the tests say what is missing. */
export const HAS_REGO =
  process.env.CI !== undefined ||
  spawnSync('python3', ['-c', 'import opa_bindings; opa_bindings.OpaEngine()'], { env }).status === 0;

type Ask = (question: object) => Json;

/** Starts one Python for all questions of this process; it ends with the pipes. Throws where it does not answer. */
function startPython(): Ask {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-rego-'));
  const [questions, answers] = [join(folder, 'questions'), join(folder, 'answers')];
  execFileSync('mkfifo', [questions, answers]);
  // Opened both ways first, because a named pipe waits for its other end; Python gets one way, so that it sees the end.
  const held = [openSync(questions, constants.O_RDWR), openSync(answers, constants.O_RDWR)];
  const its = [openSync(questions, constants.O_RDONLY), openSync(answers, constants.O_WRONLY)] as const;
  const write = openSync(questions, constants.O_WRONLY);
  const read = openSync(answers, constants.O_RDONLY);
  spawn('python3', [SCRIPT], { env, stdio: [...its, 'inherit'] }).unref();
  for (const each of [...held, ...its]) closeSync(each);
  rmSync(folder, { recursive: true });
  const buffer = Buffer.alloc(65_536);
  return (question) => {
    writeWhole(write, `${asGoReads(JSON.stringify(question))}\n`);
    const parts: Buffer[] = [];
    do {
      const size = readSync(read, buffer);
      if (size === 0) throw new Error('python3 with opa_bindings ended: is it installed (node .ci/set-up.mjs opa)?');
      parts.push(Buffer.from(buffer.subarray(0, size)));
    } while (parts.at(-1)?.at(-1) !== 10);
    const { answer = null, error }: { answer?: Json; error?: string } = JSON.parse(Buffer.concat(parts).toString());
    if (error !== undefined) throw new Error(error);
    return answer;
  };
}

/** Lone surrogates as the replacement character, as which Go's reader of JSON takes them. */
function asGoReads(json: string): string {
  return json.replaceAll(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (found) => (found.startsWith('\\ud') ? '\\ufffd' : found));
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

let python: Ask | undefined;

/** Loads a module and gives what it answers to an input. */
export function loadRego(text: string): (input: unknown) => Json {
  python ??= startPython();
  const ask = python;
  const load = () => {
    loaded = text;
    ask({ module: text, query: '[data.toolrisk["library-desk"].decision, data.toolrisk["library-desk"].allow]' });
  };
  load();
  return (input) => {
    if (loaded !== text) load();
    return ask({ input });
  };
}

let loaded: string | undefined;

/** Open Policy Agent, with a caller that counts: `calls` holds the earlier calls of each window. */
export const regoEngine: FormatEngine = (text) => {
  const answer = loadRego(text);
  return ({ tool, arguments: given, at, earlier }) => {
    const counted = Object.entries(WINDOW_MS).map(([window, milliseconds]) => [
      window,
      earlier.filter((time) => time <= at && at - time < milliseconds).length,
    ]);
    const [{ decision }, allow] = answer({ tool, arguments: given, calls: Object.fromEntries(counted) }) as [
      { decision: string },
      boolean,
    ];
    if (allow) return 'allowed';
    return decision === 'limit' ? 'limited' : decision === 'ask' ? 'asked' : 'denied';
  };
};
