import { describe, expect, it } from 'vitest';
import { documentedStarts } from '../../../src/connect/start/documented-starts.ts';
import { fillDocumented } from '../../../src/connect/start/fill-documented.ts';

const README = `# Harbor
\`\`\`json
{ "mcpServers": { "harbor": { "command": "npx", "args": ["-y", "@quay/harbor-mcp@latest", "start", "--token", "YOUR_TOKEN"],
  "env": { "HARBOR_URL": "https://your-harbor.example" } } } }
\`\`\`
Run it: \`npx other-package serve\`
\`\`\`sh
HARBOR_MODE=calm npx -y @quay/harbor-mcp --stdio
\`\`\`
`;

describe('documented starts', () => {
  it('finds client configs and shell lines that name the package', () => {
    const starts = documentedStarts([README], '@quay/harbor-mcp');
    expect(starts.map(({ args }) => args)).toEqual([['--stdio'], ['start', '--token', 'YOUR_TOKEN']]);
    expect([...(starts[0]?.env ?? [])]).toEqual([['HARBOR_MODE', 'calm']]);
  });

  it('puts made-up values in place of stand-ins', () => {
    const start = documentedStarts([README], '@quay/harbor-mcp')[1]!;
    const filled = fillDocumented(start, README, { credentials: '/c', empty: '/e' });
    expect(filled.args[2]).not.toContain('YOUR');
    expect(filled.env.get('HARBOR_URL')).toBe('https://example.com');
  });

  it('survives text that only looks like a config', () => {
    const broken = '{"command": "npx", "args": ["-y", "@quay/harbor-mcp", {"a": ['.repeat(200);
    expect(documentedStarts([broken, '"command": "x"', ''], '@quay/harbor-mcp').length).toBeLessThanOrEqual(6);
  });
});
