import type { Category } from '../../src/model/category.ts';
import { SEVERITY_OF } from '../../src/model/category.ts';
import type { Classification } from '../../src/model/classification.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { ListedResult, Run } from '../../src/model/run.ts';
import { definitionHash, type Tool, toolSetHash } from '../../src/model/tool.ts';
import { derivePolicy } from '../../src/policy/derive-policy.ts';
import type { Preset } from '../../src/policy/presets.ts';

/** A run of the night. */
export const RUN: Pick<Run, 'id' | 'versions'> = {
  id: 'run-20261121T010000Z-aaaaaa',
  versions: { toolrisk: '0.1.0', rules: 'r1', weights: 'w1' },
};

/** A tool of the library. */
export function libraryTool(name: string, description = ''): Tool {
  return { name, description, inputSchema: { type: 'object' } };
}

/** A sure verdict, or one that `more` makes doubtful. */
export function verdict(tool: Tool, category: Category, more: Partial<Classification> = {}): Classification {
  return {
    category,
    severity: SEVERITY_OF[category],
    confidence: 0.985,
    probabilities: { Read: 0, Write: 0, Execute: 0, Destructive: 0, Financial: 0, [category]: 1 },
    effects: [],
    needsReview: false,
    reviewReasons: [],
    evidence: [],
    rationale: '',
    decidedBy: 'rules',
    versions: { rules: 'r1', weights: 'w1' },
    definitionHash: definitionHash(tool),
    contextHash: 'c'.repeat(64),
    ...more,
  };
}

/** A listed server with one tool and verdict each. */
export function listedServer(
  pairs: readonly (readonly [Tool, Classification])[],
): Pick<ListedResult, 'snapshot' | 'classifications'> {
  const tools = pairs.map(([tool]) => tool);
  return {
    snapshot: {
      entry: { id: 'npm:library-desk', packages: [], remotes: [], origins: [] },
      serverInfo: {},
      protocolVersion: '2025-11-25',
      capabilities: {},
      tools,
      malformed: [],
      provenance: {
        transport: 'stdio',
        placeholders: { env: {}, args: [] },
        given: [],
        scriptsRan: false,
        starts: 1,
        listMs: 1,
        at: '2026-11-21T01:00:00.000Z',
      },
      toolSetHash: toolSetHash(tools),
    },
    classifications: pairs.map(([, each]) => each),
  };
}

/** The policy of a library with one tool of each category. */
export function libraryPolicy(preset: Preset = 'recommended'): Policy {
  const categories: [string, Category][] = [
    ['find_book', 'Read'],
    ['Lend_Book', 'Write'],
    ['run_script', 'Execute'],
    ['burn_book', 'Destructive'],
    ['pay_fine', 'Financial'],
  ];
  const pairs = categories.map(([name, category]) => {
    const tool = libraryTool(name);
    return [tool, verdict(tool, category)] as const;
  });
  return derivePolicy(listedServer(pairs), RUN, preset);
}
