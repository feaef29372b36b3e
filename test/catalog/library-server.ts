import type { Classification } from '../../src/model/classification.ts';
import type { FailedResult, ListedResult, Run, ServerResult } from '../../src/model/run.ts';
import type { ServerEntry } from '../../src/model/server-entry.ts';
import type { ServerSnapshot } from '../../src/model/snapshot.ts';
import { definitionHash, type Tool, toolSetHash } from '../../src/model/tool.ts';

/** A run of the night. */
export function nightlyRun(id = 'run-20261121T010000Z-aaaaaa', startedAt = '2026-11-21T01:00:00.000Z'): Run {
  return { id, startedAt, versions: { toolrisk: '0.1.0', rules: 'r1', weights: 'w1' }, options: { jobs: 4 } };
}

/** A server of a public library. */
export function libraryEntry(id = 'npm:library-desk'): ServerEntry {
  return {
    id,
    title: 'Library desk',
    packages: [
      {
        registryType: 'npm',
        identifier: 'library-desk',
        transport: { type: 'stdio' },
        environmentVariables: [{ name: 'LIBRARY_TOKEN', isSecret: true }],
        packageArguments: [],
      },
    ],
    remotes: [],
    origins: [{ source: 'argument', name: id }],
  };
}

/** Tools of the library. */
export const LIBRARY_TOOLS: readonly Tool[] = [
  { name: 'find_book', description: 'Look for a book by title.', inputSchema: { type: 'object' } },
  {
    name: 'lend_book',
    description: 'Note that a reader took a book home.',
    inputSchema: { type: 'object', properties: { reader: { type: 'string' }, book: { type: 'string' } } },
    annotations: { readOnlyHint: false },
    _meta: { shelf: 3 },
  },
  { name: 'burn_book', description: 'Removes a book for ever.', inputSchema: { type: 'object' } },
];

/** A verdict on a tool. */
export function verdictOn(tool: Tool, more: Partial<Classification> = {}): Classification {
  return {
    category: 'Read',
    severity: 'low',
    confidence: 0.97,
    probabilities: { Read: 0.97, Write: 0.02, Execute: 0.005, Destructive: 0.004, Financial: 0.001 },
    effects: ['private-data'],
    needsReview: false,
    reviewReasons: [],
    evidence: [{ pointer: '/name', quote: tool.name, signal: 'first-verb' }],
    rationale: 'It looks something up.',
    decidedBy: 'rules',
    versions: { rules: 'r1', weights: 'w1' },
    definitionHash: definitionHash(tool),
    contextHash: 'c'.repeat(64),
    ...more,
  };
}

/** What the library listed. */
function librarySnapshot(tools: readonly Tool[] = LIBRARY_TOOLS, entry = libraryEntry()): ServerSnapshot {
  return {
    entry,
    serverInfo: { name: 'library-desk', version: '1.2.0' },
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    instructions: 'Be quiet.',
    tools: [...tools],
    malformed: [{ index: 3, reason: 'not an object' }],
    provenance: {
      transport: 'stdio',
      package: 'npm:library-desk@1.2.0',
      sandbox: 'bubblewrap',
      placeholders: { env: { LIBRARY_TOKEN: 'placeholder' }, args: [] },
      given: [],
      scriptsRan: false,
      starts: 1,
      listMs: 412,
      at: '2026-11-21T01:00:07.000Z',
    },
    toolSetHash: toolSetHash(tools),
  };
}

/** A listed result. */
export function listedLibrary(
  tools: readonly Tool[] = LIBRARY_TOOLS,
  entry = libraryEntry(),
  change: ListedResult['change'] = 'new',
): ServerResult & ListedResult {
  return {
    target: entry.id,
    entry,
    status: 'listed',
    snapshot: librarySnapshot(tools, entry),
    classifications: tools.map((tool) => verdictOn(tool)),
    change,
  };
}

/** A failed result. */
export function failedLibrary(entry = libraryEntry('npm:library-cellar')): ServerResult & FailedResult {
  return {
    target: entry.id,
    entry,
    status: 'failed',
    failure: {
      entry,
      code: 'exited',
      stage: 'start',
      message: 'the server ended with code 1',
      nextStep: 'read its last words',
      stderrTail: 'no cellar\u0000 here \ud800',
      at: '2026-11-21T01:00:09.000Z',
    },
  };
}
