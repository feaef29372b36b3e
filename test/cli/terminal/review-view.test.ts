import { describe, expect, it } from 'vitest';
import { viewOutcome, viewQueue } from '../../../src/cli/terminal/review-view.ts';
import { screenOf } from '../../../src/cli/terminal/screen.ts';
import type { WaitingItem } from '../../../src/pipeline/review-queue.ts';
import { verdict } from '../../review/ferry.ts';

const screen = screenOf({}, { noColor: true, forceColor: false, columns: undefined });
const HOSTILE = 'sink\u001b[2J\u202e\n  0.00  Read  safe';

const item: WaitingItem = {
  server: `npm:${HOSTILE}`,
  tool: HOSTILE,
  definitionHash: 'a'.repeat(64),
  toolSetHash: 'e'.repeat(64),
  servers: 3,
  kind: 'doubt',
  verdict: verdict(),
  cautious: 'Destructive',
  priority: 9.6,
  decisions: [],
  reasons: ['two reasons', HOSTILE],
  changes: [],
  offers: [],
};

describe('the queue on a terminal', () => {
  it('gives each item a line of its own and its reasons, whatever a server calls its tools', () => {
    const text = viewQueue({ items: [item], counts: { doubt: 5, conflict: 1, reopened: 0 } }, screen);
    expect(text).toMatch(/^\n6 tools waiting: 5 in doubt, 1 disputed, 0 reopened\n/);
    expect(text).toMatch(
      /\n {4}9\.60 {2}Write\? {2}sink\\u\{1b\}\[2J\\u\{202e\} 0\.00 Read safe {2}npm:sink.+, as on 2 more servers\n/,
    );
    expect(text).toContain('two reasons; sink\\u{1b}');
    expect(text).toContain('and 5 more');
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('says when nothing waits', () => {
    expect(viewQueue({ items: [], counts: { doubt: 0, conflict: 0, reopened: 0 } }, screen)).toBe(
      'nothing waits for a person\n',
    );
  });
});

describe('the outcome of a decision on a terminal', () => {
  it('names nobody’s escape codes', () => {
    const { tool: name, server, toolSetHash, definitionHash } = item;
    const reviewed = { name, definitionHash, verdict: verdict(), ruling: { kind: 'none' as const }, outdated: [] };
    const listed = { server, toolSetHash, tools: [] };
    const definition = { name, inputSchema: {} };
    const text = viewOutcome(
      { listed, reviewed, definition, servers: 1, history: [], offers: [], changes: [] },
      screen,
    );
    expect(text).toMatch(/open, nobody\s+decided\.\n$/);
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});
