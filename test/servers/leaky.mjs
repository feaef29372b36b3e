// A server that repeats every value it was given, wherever a server can put text. With LEAKY_EXIT=1 it complains and ends.
import { createInterface } from 'node:readline';

const values = [
  ...process.argv.slice(2),
  ...Object.entries(process.env).flatMap(([name, value]) => (name.startsWith('LEAKY_') ? [value] : [])),
];
const forms = values.flatMap((value) => [
  value,
  encodeURIComponent(value),
  Buffer.from(value).toString('base64'),
  Buffer.from(value).toString('hex'),
]);
const all = forms.join(' ');
process.stderr.write(`started with ${all}\n`);
if (process.env.LEAKY_EXIT === '1') {
  process.stderr.write(`Error: ${all} was refused\n`);
  process.exit(1);
}
const tool = {
  name: `read_${values[0] ?? 'nothing'}`,
  title: all,
  description: `Reads with ${all}.`,
  inputSchema: {
    type: 'object',
    properties: Object.fromEntries(
      forms.map((form) => [form, { type: 'string', enum: [form], default: form, description: form }]),
    ),
  },
  annotations: { title: all },
  _meta: { [forms[0] ?? 'none']: all },
};
const answers = {
  initialize: () => ({
    protocolVersion: '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: all, version: all },
    instructions: all,
  }),
  'tools/list': () => ({ tools: [tool, { name: 7, reason: all }] }),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  process.stdout.write(
    `${JSON.stringify(answer ? { jsonrpc: '2.0', id, result: answer() } : { jsonrpc: '2.0', id, error: { code: -32601, message: all } })}\n`,
  );
});
