import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { createClassifier } from '../../src/classify/create-classifier.ts';
import { parseTool } from '../../src/model/tool.ts';
import { readClassifierAssets } from '../../src/pipeline/assets.ts';

/**
 * Writes `twenty-servers.json`: the tool names, actions and verdicts of twenty published servers that are not held out,
 * without their texts. Usage: `npm run twenty -- FILE_WITH_THE_SNAPSHOTS`.
 */
const file = process.argv[2];
if (file === undefined) throw new Error('give the file of snapshots, snapshots-npm.jsonl');

/** Servers with many actions, money, deletion, shells, and names with hyphens, capitals and double underscores. */
const TWENTY = new Set(
  `@modelcontextprotocol/server-everything @notionhq/notion-mcp-server n8n-mcp firecrawl-mcp mcp-server-kubernetes
  @cyanheads/git-mcp-server @agentdeskai/browser-tools-mcp @hypothesi/tauri-mcp-server @mongodb-js/mongodb-mcp-server
  mcp-graphql @nexus2520/jira-mcp-server gemini-mcp-tool @aaronsb/jira-cloud-mcp @mastergo/magic-mcp
  @mcpfun/mcp-server-ccxt sonarqube-mcp-server datadog-mcp @tsmztech/mcp-server-salesforce interactive-brokers-mcp
  x64dbg-mcp-server`
    .split(/\s+/)
    .map((name) => `npm:${name}`),
);

const Snapshot = z.looseObject({ target: z.string(), heldOut: z.boolean(), tools: z.array(z.unknown()) });
const { classifyTool } = createClassifier(readClassifierAssets());

const servers = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => Snapshot.parse(JSON.parse(line)))
  .filter(({ target, heldOut }) => !heldOut && TWENTY.has(target))
  .map(({ target, tools }) => {
    const parsed = tools.map(parseTool).flatMap((each) => ('tool' in each ? each.tool : []));
    const siblings = parsed.map(({ name }) => name);
    return {
      server: target,
      tools: parsed.map((tool) => {
        const verdict = classifyTool(tool, { server: target, siblings });
        const { category, confidence, probabilities, needsReview, definitionHash, actions } = verdict;
        return { name: tool.name, category, confidence, probabilities, needsReview, definitionHash, actions };
      }),
    };
  });
if (servers.length !== TWENTY.size) throw new Error(`${servers.length} of ${TWENTY.size} servers found`);
writeFileSync(new URL('twenty-servers.json', import.meta.url), `${JSON.stringify(servers)}\n`);
