// An MCP server over stdio without a library, so that it starts in a moment: `node small-server.mjs NAME`.
import { createInterface } from 'node:readline';

const name = process.argv[2] ?? 'buoy';
const tools = [{ name: `read_${name}`, description: `Reads the buoy ${name}.`, inputSchema: { type: 'object' } }];
const hello = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name, version: '1.0.0' } };
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line);
  if (id === undefined) continue;
  const result = method === 'initialize' ? hello : method === 'tools/list' ? { tools } : {};
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
}
