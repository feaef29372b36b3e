import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { byName } from '../../../src/model/json.ts';
import { dockerMcpGateway } from '../../../src/policy/exporters/docker-mcp-gateway.ts';
import { dockerMcpGatewayEngine } from '../engines/docker-mcp-gateway.ts';
import { expectNeverMorePermissive, expectSaid } from '../engines/format-engine.ts';
import { libraryPolicy } from '../library-policy.ts';

describe('the export for the Docker MCP gateway', () => {
  it('lists what may be called without a limit or a question', () => {
    expect(dockerMcpGateway.exportPolicy(libraryPolicy())).toMatch(/\n"library-desk":\n {2}- "find_book"\n$/);
  });

  it('is never more permissive than the policy, whatever the names', () => {
    expectNeverMorePermissive(dockerMcpGateway, dockerMcpGatewayEngine);
  });

  it('denies where the policy limits or asks, and decides like it otherwise', () => {
    expectSaid(dockerMcpGateway, dockerMcpGatewayEngine, {
      allow: 'allowed',
      limit: 'denied',
      spent: 'denied',
      ask: 'denied',
      hide: 'denied',
      deny: 'denied',
      unknown: 'denied',
    });
  });

  it('writes one file for several servers, in which one that failed offers nothing', () => {
    const text = dockerMcpGateway.exportPolicies!([
      { ...libraryPolicy(), configKey: 'My Desk' },
      { ...libraryPolicy(), configKey: '__proto__' },
      { ...libraryPolicy(), configKey: 'cellar', tools: byName(), deniedBecause: 'it could not be listed (exited)' },
    ]);
    expect(parse(text, { mapAsMap: true })).toEqual(
      new Map([
        ['My Desk', ['find_book']],
        ['__proto__', ['find_book']],
        ['cellar', []],
      ]),
    );
    const decide = dockerMcpGatewayEngine(text, 'cellar');
    expect(decide({ tool: 'find_book', arguments: {}, at: 0, earlier: [] })).toBe('denied');
  });
});
