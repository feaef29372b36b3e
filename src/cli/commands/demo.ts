import { join } from 'node:path';
import type { CliCommand } from '../command.ts';
import { addConnectFlags, addPresetFlag } from '../options.ts';
import { print } from '../output.ts';
import { type ScanFlags, scanOptionsOf } from '../scan-flags.ts';

/** Well-known servers of npm that together show much of what toolrisk does: all start without a real credential. */
const DEMO_TARGETS = [
  'npm:@modelcontextprotocol/server-filesystem',
  'npm:@modelcontextprotocol/server-memory',
  'npm:@modelcontextprotocol/server-slack',
  'npm:@notionhq/notion-mcp-server',
  'npm:mcp-server-kubernetes',
];

/** `demo`: a scan of real servers with the embedded defaults. */
export const demo: CliCommand = {
  name: 'demo',
  summary: 'scan five well-known servers, to see what toolrisk does',
  declare: (program) => {
    program.option('-o, --out <folder>', 'write report, policies and catalogue there', 'toolrisk-demo');
    return addConnectFlags(addPresetFlag(program));
  },
  run: async (program, context) => {
    const flags = program.opts<ScanFlags & { out: string }>();
    const place = { out: join(flags.out, 'report'), database: join(flags.out, 'catalog.db') };
    const options = scanOptionsOf(DEMO_TARGETS, { ...flags, ...place }, context);
    const [{ withScan }, { showScan }] = await Promise.all([import('../with-scan.ts'), import('../show-scan.ts')]);
    return withScan(options, context, async (done) => {
      await showScan(done, [], context);
      print(`\nOpen ${join(place.out, 'report.html')} in a browser, or look closer:
  npm run -s toolrisk -- explain ${DEMO_TARGETS[0]} write_file
  npm run -s toolrisk -- policy ${DEMO_TARGETS[0]} --for policylayer\n`);
      return [done.summary.listed === 0 ? 3 : 0];
    });
  },
};
