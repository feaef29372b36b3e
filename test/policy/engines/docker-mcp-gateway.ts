import { expect } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type FormatEngine, LIBRARY } from './format-engine.ts';

/** The tool lists of Docker's MCP gateway (source: docker/mcp-gateway, pkg/gateway/capabilitites.go, isToolEnabled). */
export const dockerMcpGatewayEngine: FormatEngine = (text, server = LIBRARY) => {
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  const lists = z.map(z.string(), z.array(z.string())).parse(document.toJS({ mapAsMap: true }));
  const list = lists.get(server);
  return ({ tool }) => (list === undefined || list.includes(tool) ? 'allowed' : 'denied');
};
