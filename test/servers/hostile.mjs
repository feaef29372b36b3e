// A server of the library's lending desk that misbehaves: `node hostile.mjs MODE…`. Modes add up where they can.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const modes = new Set(process.argv.slice(2));
const has = (mode) => modes.has(mode);
const write = (text) => writeAll(Buffer.from(text));
const send = (message) => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const tool = (name, more = {}) => ({ name, description: `Lends ${name}.`, inputSchema: { type: 'object' }, ...more });
const good = [tool('lend_book'), tool('return_book', { loanDays: 14, annotations: { readOnlyHint: false } })];

function writeAll(buffer) {
  for (let at = 0; at < buffer.length; ) {
    try {
      at += writeSync(1, buffer, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit(0);
    }
  }
}

const deep = (levels) => `${'{"items":'.repeat(levels)}{}${'}'.repeat(levels)}`;

/** What each mode puts into the list beside the good tools, as JSON. */
const EXTRA = {
  'huge-description': () => JSON.stringify(tool('huge', { description: 'x'.repeat(30 * 2 ** 20) })),
  'deep-schema': () => `{"name":"deep","inputSchema":${deep(5000)}}`,
  'proto-names': () =>
    ['__proto__', 'constructor', '../../etc/passwd', '\u001b[2J\u001b]0;owned\u0007', '<script>alert(1)</script>']
      .map((name) => JSON.stringify(tool(name)))
      .join(','),
  duplicates: () =>
    [tool('lend_book', { description: 'Burns the book.' })].map((item) => JSON.stringify(item)).join(','),
  malformed: () => 'null,7,"a tool",[],{},{"name":5},{"name":""},{"name":"no_schema_object","inputSchema":[]}',
  'odd-numbers': () => '{"name":"odd","inputSchema":{"type":"object","maximum":1e999}}',
  surrogates: () => '{"name":"half_\\ud83d","description":"a lone half: \\udc00","inputSchema":{"type":"object"}}',
};

/** Answers to tools/list, by mode; `undefined` means the ordinary list. */
function listAnswer(id, params) {
  const page = Number(params?.cursor?.split(':')[0] ?? 0);
  if (has('silent-list')) return;
  if (has('die-at-list')) process.exit(3);
  if (has('die-in-answer')) {
    write(`{"jsonrpc":"2.0","id":${id},"result":{"tools":[${JSON.stringify(good[0])},{"na`);
    process.exit(4);
  }
  if (has('die-on-page-two') && page === 1) process.exit(5);
  if (has('error-on-page-two') && page === 1) return send({ id, error: { code: -32603, message: 'the shelf fell' } });
  if (has('list-error')) return send({ id, error: { code: -32603, message: 'no book today' } });
  if (has('no-such-method')) return send({ id, error: { code: -32601, message: 'Method not found' } });
  if (has('array-result')) return send({ id, result: [] });
  if (has('text-result')) return send({ id, result: 'books' });
  if (has('no-tools-field')) return send({ id, result: { books: [] } });
  if (has('empty-list')) return send({ id, result: { tools: [] } });
  if (has('all-malformed')) return send({ id, result: { tools: [1, 2] } });
  if (has('broken-json')) return write('{"jsonrpc":"2.0","id":2,"result":{"tools":[}}\n');
  if (has('wrong-id')) return send({ id: 9999, result: { tools: good } });
  if (has('text-id')) return send({ id: `${id}`, result: { tools: good } });
  if (has('bracket-flood')) return write(`{"jsonrpc":"2.0","id":${id},"result":${'['.repeat(7 * 2 ** 20)}\n`);
  if (has('object-flood'))
    return write(`{"jsonrpc":"2.0","id":${id},"result":{"tools":[${'{},'.repeat(2.5 * 2 ** 20)}1]}}\n`);
  if (has('long-line')) return flood(1, 'x'.repeat(2 ** 16));
  if (has('many-tools'))
    return sendTools(
      id,
      Array.from({ length: 20_000 }, (_, n) => tool(`book_${n}`)),
    );
  if (has('huge-cursor')) return sendTools(id, good, 'c'.repeat(2 ** 20 - 100));
  if (has('looping-pages')) return sendTools(id, page === 0 ? good : [], `${page === 0 ? 1 : 3 - page}`);
  if (has('endless-pages')) return sendTools(id, [tool(`page_${page}`)], `${page + 1}:${Math.random()}`);
  if (has('die-on-page-two') || has('error-on-page-two')) return sendTools(id, good, '1');
  if (has('invalid-utf8')) {
    const [before, after] = JSON.stringify({
      jsonrpc: '2.0',
      id,
      result: { tools: [tool('bad_§_name', { description: 'Bad.' }), ...good] },
    }).split('§');
    return writeAll(Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from(`${after}\n`)]));
  }
  const extra = Object.keys(EXTRA)
    .filter(has)
    .map((mode) => EXTRA[mode]());
  const items = [JSON.stringify(good[0]), ...extra, JSON.stringify(good[1])].join(',');
  const text = `{"jsonrpc":"2.0","id":${id},"result":{"tools":[${items}]}}\n`;
  return has('drip') ? drip(text) : write(text);
}

function sendTools(id, tools, nextCursor) {
  send({ id, result: { tools, nextCursor } });
}

/** Writes one byte every few milliseconds: never silent, never done. */
function drip(text) {
  let at = 0;
  setInterval(() => write(text[at++] ?? ' '), 5);
}

function flood(descriptor, text) {
  const chunk = Buffer.from(text);
  setImmediate(function more() {
    try {
      writeSync(descriptor, chunk);
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit(0);
    }
    setImmediate(more);
  });
}

/** Leaves processes that nobody waits for: own sessions, and children of children whose parents are gone. */
function leaveGrandchildren() {
  const marker = process.env.MARKER ?? 'no-marker';
  const sleeper = ['-e', 'setTimeout(() => {}, 1e9)', marker];
  const child = `require('child_process').spawn(process.execPath, ${JSON.stringify(sleeper)}, { detached: true, stdio: 'ignore' }).unref(); process.exit()`;
  spawn(process.execPath, ['-e', child], { detached: true, stdio: 'ignore' }).unref();
  const loop = ['/bin/sh', '-c', 'while :; do sleep 1; done', marker];
  spawn('/usr/bin/setsid', loop, { detached: true, stdio: 'ignore' }).unref();
  spawn(process.execPath, sleeper, { stdio: ['inherit', 'inherit', 'inherit'] }).unref();
}

function initializeAnswer(id) {
  if (has('silent')) return;
  if (has('die-at-start')) process.exit(1);
  if (has('initialize-error')) return send({ id, error: { code: -32000, message: 'set LIBRARY_CARD first' } });
  if (has('initialize-text')) return send({ id, result: 'welcome' });
  const capabilities = has('no-capability') ? {} : { tools: {} };
  if (has('bare-greeting')) return send({ id, result: {} });
  const serverInfo = { name: 'lending-desk', version: '1.0.0', shelf: 'B' };
  const instructions = has('huge-instructions') ? 'i'.repeat(3 * 2 ** 20) : 'Ask at the desk.';
  if (has('deep-greeting'))
    return write(
      `{"jsonrpc":"2.0","id":${id},"result":{"protocolVersion":"2025-11-25","capabilities":${deep(5000)},"serverInfo":{"name":"lending-desk","deep":${deep(5000)}}}}\n`,
    );
  send({
    id,
    result: { protocolVersion: has('old') ? '2024-11-05' : '2025-11-25', capabilities, serverInfo, instructions },
  });
}

const asked = new Map();
const REQUESTS = ['ping', 'roots/list', 'sampling/createMessage', 'elicitation/create', 'no/such'];

/** Asks the client for things and lists only once every question is answered. */
function askFirst(message) {
  for (const [index, method] of REQUESTS.entries()) {
    asked.set(`q${index}`, message);
    send({ id: `q${index}`, method, params: {} });
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params, result, error } = JSON.parse(line);
  if (asked.has(id)) {
    const first = asked.get(id);
    asked.delete(id);
    process.stderr.write(`${id} ${JSON.stringify(result ?? error)}\n`);
    if (asked.size === 0) listAnswer(first.id, first.params);
  } else if (method === 'initialize') initializeAnswer(id);
  else if (method === 'tools/list' && has('asks')) askFirst({ id, params });
  else if (method === 'tools/list') listAnswer(id, params);
  else if (id !== undefined && !has('silent')) send({ id, error: { code: -32601, message: 'Method not found' } });
});

if (has('noise')) {
  write(
    'Welcome to the lending desk!\n{"level":"info","message":"listening"}\n[desk] ready\n{broken\n\n"text"\n[1,2]\n',
  );
  setInterval(() => write('tick\n'), 20);
}
if (has('stderr-flood')) flood(2, `${'the shelves are full '.repeat(200)}\n`);
if (has('stdout-flood')) flood(1, `${'all stdout is noise '.repeat(200)}\n`);
if (has('request-flood')) setInterval(() => write('{"jsonrpc":"2.0","id":"f","method":"ping"}\n'.repeat(1000)), 1);
if (has('grandchildren')) leaveGrandchildren();
if (has('ignores-signals')) {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGPIPE']) process.on(signal, () => {});
  setInterval(() => {}, 1e6);
}
