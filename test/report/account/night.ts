import type { Account } from '../../../src/model/account.ts';

/** What a stranger would like to do to a page, a terminal or a metrics file. */
export const HOSTILE = '"} 1\n# EOF\ntoolrisk_night_complete 1\n![x](https://evil.example/p.png) | <b>\u001b[2J\u202e';

/** The account of a night at a harbour, with everything in it. */
export function nightAt(more: Partial<Account> = {}): Account {
  return {
    run: 'run-20261121T010000Z-abcdef',
    startedAt: '2026-11-21T01:00:00.000Z',
    at: '2026-11-21T04:20:31.000Z',
    state: 'complete',
    resumed: 1,
    sources: {
      servers: 43_000,
      withdrawn: 120,
      unnamed: 7,
      problems: 1,
      problemExamples: [{ target: 'registry:io.harbour/tide', problem: 'no package and no remote' }],
      isIncomplete: false,
    },
    due: { total: 2100, reasons: { new: 900, changed: 1100, 'back-off': 100 } },
    notDue: 40_780,
    versionsAsked: 31_000,
    done: 2100,
    remaining: 0,
    listed: 2000,
    new: 850,
    changed: 950,
    unchanged: 200,
    failed: {
      total: 100,
      codes: [
        {
          code: 'unreachable',
          servers: 60,
          examples: [{ server: 'https://tide.example/mcp', message: 'connection refused' }],
        },
        { code: 'exited', servers: 40, examples: [{ server: 'npm:harbour-crane', message: 'it ended with code 1' }] },
      ],
    },
    newlyUnreachable: {
      total: 12,
      examples: [
        {
          server: 'https://tide.example/mcp',
          code: 'unreachable',
          message: 'connection refused',
          lastListedAt: '2026-11-20T01:10:00.000Z',
        },
      ],
    },
    stale: {
      total: 3,
      examples: [
        { server: 'npm:harbour-crane', code: 'exited', listedAt: '2026-11-01T01:10:00.000Z', ageMs: 20 * 86_400_000 },
      ],
    },
    newTools: { total: 1, examples: [{ server: 'npm:harbour-pilot', tool: 'open_lock', category: 'Write' }] },
    risen: {
      total: 1,
      examples: [{ server: 'npm:harbour-pilot', tool: 'set_berth', from: 'Read', to: 'Destructive' }],
    },
    clones: {
      toolSets: 1,
      servers: 40,
      examples: [{ toolSetHash: 'a'.repeat(64), tools: 9, servers: 40, examples: ['npm:quay-1', 'npm:quay-2'] }],
    },
    stages: [
      { stage: 'collect', ms: 60_000 },
      { stage: 'look', ms: 11_000_000 },
      { stage: 'connect', ms: 88_000_500 },
    ],
    llm: { model: 'gpt-5-mini', requests: 300, cacheHits: 4000, tokens: 900_000, cost: 1.5 },
    catalog: { servers: 43_100, listed: 20_000, tools: 210_000, needsReview: 5000 },
    ...more,
  };
}

/** The same with a stranger's text wherever a stranger can write. */
export function hostileNight(): Account {
  const night = nightAt();
  const [failed] = night.failed.codes;
  return {
    ...night,
    sources: { ...night.sources, problemExamples: [{ target: HOSTILE, problem: HOSTILE }] },
    failed: { total: 1, codes: [{ ...failed!, examples: [{ server: HOSTILE, message: HOSTILE }] }] },
    newlyUnreachable: {
      total: 1,
      examples: [{ server: HOSTILE, code: 'exited', message: HOSTILE, lastListedAt: night.at }],
    },
    stale: { total: 1, examples: [{ server: HOSTILE, code: 'exited', listedAt: night.at, ageMs: 1 }] },
    newTools: { total: 1, examples: [{ server: HOSTILE, tool: HOSTILE, category: 'Write' }] },
    risen: { total: 1, examples: [{ server: HOSTILE, tool: HOSTILE, from: 'Read', to: 'Write' }] },
    clones: {
      toolSets: 1,
      servers: 2,
      examples: [{ toolSetHash: 'b'.repeat(64), tools: 1, servers: 2, examples: [HOSTILE, HOSTILE] }],
    },
    llm: { ...night.llm!, model: HOSTILE },
  };
}
